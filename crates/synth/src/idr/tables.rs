//! All files of a data set.

use std::io;
use std::path::{Path, PathBuf};

use bluestem_model::column::View;

use super::table::Table;
use crate::SynthError;

impl From<(PathBuf, io::Error)> for SynthError {
    fn from((path, error): (PathBuf, io::Error)) -> Self {
        Self::Write { path, error }
    }
}

macro_rules! tables {
    ($($field:ident: $view:ident,)*) => {
        /// One table a view.
        pub(super) struct Tables {
            $(pub(super) $field: Table,)*
        }

        impl Tables {
            pub(super) fn create(dir: &Path) -> Result<Self, SynthError> {
                Ok(Self { $($field: Table::create(dir, View::$view)?,)* })
            }

            /// Rows and bytes written so far.
            pub(super) fn written(&self) -> (u64, u64) {
                (0 $(+ self.$field.rows)*, 0 $(+ self.$field.bytes)*)
            }

            pub(super) fn close(&mut self) -> Result<(), SynthError> {
                $(self.$field.close()?;)*
                Ok(())
            }
        }
    };
}

tables! {
    clm: Clm,
    instnl: ClmInstnl,
    prfnl: ClmPrfnl,
    dcmtn: ClmDcmtn,
    dt_sgntr: ClmDtSgntr,
    fiss: ClmFiss,
    lctn_hstry: ClmLctnHstry,
    line: ClmLine,
    line_instnl: ClmLineInstnl,
    line_prfnl: ClmLinePrfnl,
    line_rx: ClmLineRx,
    line_dcmtn: ClmLineDcmtn,
    prod: ClmProd,
    val: ClmVal,
    cond: ClmRltCondSgntrMbr,
    ansi: ClmAnsiSgntr,
    prauc: Prauc,
    hstry: BeneHstry,
    mbi: BeneMbiId,
    xref: BeneXref,
    tp: BeneTp,
    entlmt: BeneMdcrEntlmt,
    entlmt_rsn: BeneMdcrEntlmtRsn,
    stus: BeneMdcrStus,
    dual: BeneCmbndDualMdcr,
    lis: BeneLis,
    lis_cmbnd: BeneCmbndLis,
    mapd: BeneMapdEnrlmt,
    mapd_rx: BeneMapdEnrlmtRx,
    prvdr: PrvdrHstry,
    pbp: CntrctPbpNum,
    pbp_cntct: CntrctPbpCntct,
    pbp_sgmt: CntrctPbpSgmt,
}
