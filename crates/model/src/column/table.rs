//! The form in which the column tables are written.

/// Declares views with their columns: a `View` specification each and a module of column constants each.
macro_rules! views {
    ($(
        $(#[$doc:meta])*
        $view:ident = $number:literal, $name:literal, $stem:literal, $module:ident {
            $($column:ident : $kind:ident $($key:ident)?,)*
        }
    )*) => {
        /// The views of this table.
        pub(super) const VIEWS: &[crate::column::ViewSpec] = &[$(
            crate::column::ViewSpec {
                view: crate::column::View::$view,
                name: $name,
                stem: $stem,
                columns: &[$(
                    crate::column::ColumnSpec {
                        name: stringify!($column),
                        kind: crate::column::Kind::$kind,
                        key: is_key!($($key)?),
                    },
                )*],
            },
        )*];
        $(
            $(#[$doc])*
            pub mod $module {
                #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
                enum Place { $($column,)* }
                $(
                    #[doc = concat!("`", stringify!($column), "` of `", $name, "`.")]
                    pub const $column: crate::column::Column =
                        crate::column::Column::new(crate::column::View::$view, Place::$column as u8);
                )*
            }
        )*
    };
}

macro_rules! is_key {
    () => {
        false
    };
    (key) => {
        true
    };
}
