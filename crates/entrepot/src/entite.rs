//! Identifiers of the domain as values of the base.

use droit::identifiant::{CompteId, CptsId, PraticienId};
use uuid::Uuid;

use crate::sql::{FromValue, Kind, ToValue, Value};

macro_rules! identifiants {
    ($($nom:ty),+ $(,)?) => { $(
        impl ToValue for $nom {
            const KIND: Kind = Kind::Uuid;
            fn to_value(self) -> Value {
                Value::Uuid(Uuid::from_u128(self.bits()))
            }
        }

        impl FromValue for $nom {
            fn from_value(valeur: &Value) -> Result<Self, String> {
                Uuid::from_value(valeur).map(|id| Self::new(id.as_u128()))
            }
        }
    )+ };
}

identifiants!(CompteId, CptsId, PraticienId);
