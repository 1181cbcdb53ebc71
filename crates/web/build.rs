//! Sees to it that the folder of assets exists, since it is embedded; says how to build it where it is bare.

use std::path::Path;

fn main() -> Result<(), String> {
    let dist = Path::new("ui/dist");
    println!("cargo::rerun-if-changed=ui/dist");
    println!("cargo::rerun-if-changed=messages");
    if dist.join("css/uswds.min.css").is_file() {
        return Ok(());
    }
    let advice =
        "the pages' styles are not built: run `make assets` (cd crates/web/ui && npm ci && npm run build)";
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        return Err(advice.to_owned());
    }
    println!("cargo::warning={advice}");
    std::fs::create_dir_all(dist).map_err(|error| format!("cannot make {}: {error}", dist.display()))
}
