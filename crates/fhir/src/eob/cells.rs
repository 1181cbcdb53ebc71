//! Reading cells of a header or a line alike.

use bluestem_model::column::Column;
use bluestem_model::number::{Decimal, Money};
use bluestem_model::record::{ClaimRecord, Line};

/// Something with cells.
pub(crate) trait Cells<'r> {
    fn text(&self, column: Column) -> Option<&'r str>;
    fn decimal(&self, column: Column) -> Option<Decimal>;
    fn date_text(&self, column: Column) -> Option<&'r str>;

    fn money(&self, column: Column) -> Option<Money> {
        self.decimal(column).map(Decimal::to_money)
    }
}

macro_rules! cells {
    ($name:ident) => {
        impl<'r> Cells<'r> for $name<'r> {
            fn text(&self, column: Column) -> Option<&'r str> {
                $name::text(self, column)
            }

            fn decimal(&self, column: Column) -> Option<Decimal> {
                $name::decimal(self, column)
            }

            fn date_text(&self, column: Column) -> Option<&'r str> {
                $name::date_text(self, column)
            }
        }
    };
}

cells!(ClaimRecord);
cells!(Line);
