//! What the house forbids and no compiler says: shape of files, language of names, rings, licences, numbers, documents.
//! Each check is a function from text to faults, and each has a control showing that it sees the fault it looks for.

#[cfg(test)]
mod anneaux;
#[cfg(test)]
mod arpenteur;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod forme;
#[cfg(test)]
mod langue;
#[cfg(test)]
mod licences;
#[cfg(test)]
mod nombres;
#[cfg(test)]
mod portes;
