//! Ids into the tables of a case: small numbers that cannot be mixed up.

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            pub struct $name(u32);

            impl $name {
                /// The id of the item at `index` of its table.
                pub fn new(index: usize) -> Self {
                    Self(index as u32)
                }

                /// The index in its table.
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    /// A party of a case.
    PartyId,
    /// An issue of a case.
    IssueId,
    /// A source of a case.
    SourceId,
    /// An entry of the ledger.
    EntryId,
    /// A line of a case.
    LineId,
    /// A package of a case.
    PackageId,
}
