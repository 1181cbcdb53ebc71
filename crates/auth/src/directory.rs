//! The public list of apps: those that people may connect and that their makers want to be found.

use bluestem_store::StoreError;

use crate::Auth;
use crate::authorize::AppSummary;

impl Auth {
    /// The apps in the public list, by name. An app that is switched off, or is no person's app, is not in it.
    pub async fn listed_apps(&self) -> Result<Vec<AppSummary>, StoreError> {
        let apps = self.platform.apps().await?.into_iter();
        let mut listed: Vec<AppSummary> = apps
            .filter(|app| app.listed && app.active && app.authorization_code)
            .map(AppSummary::from)
            .collect();
        listed.sort_by(|one, other| {
            one.name.cmp(&other.name).then_with(|| one.client_id.cmp(&other.client_id))
        });
        Ok(listed)
    }
}
