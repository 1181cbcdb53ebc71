//! The clinical and billing codes that synthetic claims use: codes only, no texts. ICD-10-CM, ICD-10-PCS and
//! MS-DRG of CMS and NCHS, HCPCS Level II of CMS, a few five-digit procedure codes, NUBC revenue codes.

mod adjustment;
mod condition;
mod drug;
mod facility;
mod service;

pub(crate) use adjustment::ADJUSTMENT_REASONS;
pub(crate) use condition::{ACUTE, CONDITIONS, Condition, EXTERNAL_CAUSES, SUBSTANCE_USE};
pub(crate) use drug::{DRUGS, Drug};
pub(crate) use facility::{
    HOME_VISITS, HOSPICE_CARE, INPATIENT_CENTERS, OUTPATIENT_CENTERS, RevenueCenter, SNF_CENTERS, STAYS,
    SUBSTANCE_USE_CENTERS, SUBSTANCE_USE_STAYS, Stay,
};
pub(crate) use service::{EQUIPMENT, SUBSTANCE_USE_SERVICES, Service, VISITS};

#[cfg(test)]
mod tests;
