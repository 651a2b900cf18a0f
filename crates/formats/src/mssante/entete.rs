//! The headers of MSSanté: what product wrote, what the archive holds, whether the patient may answer.

/// The reference of the product at the ANS (« numéro d’identification du logiciel »), told on every mail (ECO.2.4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Produit(String);

/// The reference is empty or not in plain letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("la référence du logiciel doit compter de 1 à 64 lettres, chiffres, points ou tirets")]
pub struct ProduitInvalide;

impl Produit {
    /// What is told while the ANS has given no reference.
    pub fn sans_reference() -> Self {
        Self("acces-direct".to_owned())
    }

    /// Checks the reference given by the operator.
    pub fn nouveau(reference: &str) -> Result<Self, ProduitInvalide> {
        let reference = reference.trim();
        let permis = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'.' | b'-' | b'_');
        if (1..=64).contains(&reference.len()) && reference.bytes().all(permis) {
            Ok(Self(reference.to_owned()))
        } else {
            Err(ProduitInvalide)
        }
    }

    /// The reference.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// May the patient answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echange {
    /// Yes.
    Ouvert,
    /// No: the mail closes the exchange (`X-MSS-MES: FIN`, ECO.2.2.8).
    Clos,
}
