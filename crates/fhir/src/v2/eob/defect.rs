//! What BFD v2 gets wrong. We serve what is right; a client that has come to depend on one of them can have it back.

macro_rules! defects {
    ($($variant:ident = $bit:literal, $name:literal, $what:literal, $instead:literal;)*) => {
        /// A known defect of BFD v2.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Defect {
            $(#[doc = $what] $variant = 1 << $bit,)*
        }

        impl Defect {
            /// Every defect.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the configuration.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What BFD v2 serves.
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$variant => $what,)*
                }
            }

            /// What we serve unless it is switched on.
            pub fn instead(self) -> &'static str {
                match self {
                    $(Self::$variant => $instead,)*
                }
            }
        }
    };
}

defects! {
    RevenueCoding = 0, "revenue-coding",
        "`item.revenue`: the coding of NUBC's revenue codes carries the deductible and coinsurance code.",
        "The coding of NUBC's revenue codes carries the revenue code; the deductible and coinsurance code stands under its own variable.";
    NdcUnit = 1, "ndc-unit",
        "`item.modifier`: the unit of the drug quantity, as if it were a procedure modifier.",
        "The unit stands where it belongs, in `item.quantity`.";
    DrgWeight = 2, "drg-weight",
        "`benefitBalance.financial`: the DRG weight cut to a whole number in `usedUnsignedInt` (1.2494 as 1).",
        "The weight in full, as the extension `clm_pps_cptl_drg_wt_num` with `valueDecimal`, since a balance has no decimal.";
    ZeroUnits = 3, "zero-units",
        "`item.extension`: revenue center units and anesthesia units of zero are left out.",
        "A zero of the source is served as zero.";
    PrimaryPayerTotal = 4, "primary-payer-total",
        "`total` of carrier and equipment claims: what the primary payer paid, under the variable of the total charge.",
        "The same amount under its own variable, `carr_clm_prmry_pyr_pd_amt`.";
    EquipmentAmounts = 5, "equipment-amounts",
        "`item.adjudication` of equipment claims: three amounts a second time, two of them under variables of other amounts.",
        "Each amount once, under its own variable.";
    UnitCount = 6, "unit-count",
        "`item.extension` of carrier claims: the unit code a second time under the variable of the unit count.",
        "The code once, under `carr_line_mtus_cd`.";
    NoncoveredDrug = 7, "noncovered-drug",
        "`item.adjudication` of drug events: what the plan paid for a drug that is not covered, under the variable of covered drugs.",
        "The amount under `ncvrd_plan_pd_amt`.";
    EquipmentPartA = 8, "equipment-part-a",
        "`insurance.coverage` of equipment claims refers to Part A.",
        "It refers to Part B, which pays for equipment.";
}

/// The defects that are switched on; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defects(u16);

/// A name that no defect has.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no known defect of BFD v2")]
pub struct UnknownDefect(pub String);

impl Defects {
    /// All of them: what BFD v2 serves.
    pub fn all() -> Self {
        Defect::ALL.iter().copied().fold(Self::default(), Self::with)
    }

    /// These and `defect`.
    #[must_use]
    pub fn with(self, defect: Defect) -> Self {
        Self(self.0 | defect as u16)
    }

    /// Whether `defect` is among them.
    pub fn has(self, defect: Defect) -> bool {
        self.0 & defect as u16 != 0
    }

    /// Reads names with commas between them; `all` is every one.
    pub fn parse(names: &str) -> Result<Self, UnknownDefect> {
        let mut defects = Self::default();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            if name == "all" {
                defects = Self::all();
                continue;
            }
            let known = Defect::ALL.iter().find(|defect| defect.name() == name);
            defects = defects.with(*known.ok_or_else(|| UnknownDefect(name.to_owned()))?);
        }
        Ok(defects)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defects_are_named() {
        let some = Defects::parse("drg-weight, zero-units").unwrap();
        assert!(some.has(Defect::DrgWeight) && some.has(Defect::ZeroUnits) && !some.has(Defect::NdcUnit));
        assert_eq!(Defects::parse(""), Ok(Defects::default()));
        assert_eq!(Defects::parse("all"), Ok(Defects::all()));
        assert_eq!(Defects::parse("drg"), Err(UnknownDefect("drg".to_owned())));
        assert!(
            Defect::ALL.iter().all(|defect| !Defects::default().has(*defect) && Defects::all().has(*defect))
        );
    }
}
