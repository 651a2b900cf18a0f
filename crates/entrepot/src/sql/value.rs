//! Values that cross the façade, and how Rust types become values and back.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// What a column or a parameter can hold. An absent value keeps its kind: PostgreSQL needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Absent.
    Null(Kind),
    /// Integers, booleans (0 or 1), instants (Unix microseconds).
    Int(i64),
    /// Reals, for statistics only.
    Real(f64),
    /// Text, and civil dates as `AAAA-MM-JJ`.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Identifiers: `BLOB` of 16 bytes on SQLite, `UUID` on PostgreSQL.
    Uuid(Uuid),
}

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// See [`Value::Int`].
    Int,
    /// See [`Value::Real`].
    Real,
    /// See [`Value::Text`].
    Text,
    /// See [`Value::Bytes`].
    Bytes,
    /// See [`Value::Uuid`].
    Uuid,
}

impl Value {
    /// The kind, also of an absent value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null(kind) => *kind,
            Self::Int(_) => Kind::Int,
            Self::Real(_) => Kind::Real,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
            Self::Uuid(_) => Kind::Uuid,
        }
    }
}

/// A Rust type that can be a parameter.
pub trait ToValue {
    /// Its kind, also when absent.
    const KIND: Kind;
    /// The value.
    fn to_value(self) -> Value;
}

/// A Rust type that can be read from a column. `Err` says what was expected.
pub trait FromValue: Sized {
    /// Reads the value.
    fn from_value(valeur: &Value) -> Result<Self, String>;
}

impl<T: ToValue> From<T> for Value {
    fn from(valeur: T) -> Self {
        valeur.to_value()
    }
}

macro_rules! parametre {
    ($($rust:ty => $kind:ident, |$v:ident| $valeur:expr;)*) => {$(
        impl ToValue for $rust {
            const KIND: Kind = Kind::$kind;
            fn to_value(self) -> Value { let $v = self; Value::$kind($valeur) }
        }
    )*};
}

parametre! {
    i64 => Int, |v| v;
    i32 => Int, |v| i64::from(v);
    u32 => Int, |v| i64::from(v);
    u16 => Int, |v| i64::from(v);
    u8 => Int, |v| i64::from(v);
    bool => Int, |v| i64::from(v);
    f64 => Real, |v| v;
    String => Text, |v| v;
    &String => Text, |v| v.clone();
    &str => Text, |v| v.to_owned();
    Vec<u8> => Bytes, |v| v;
    &[u8] => Bytes, |v| v.to_vec();
    Uuid => Uuid, |v| v;
    Date => Text, |v| v.to_string();
    Timestamp => Int, |v| v.as_microsecond();
}

impl<const N: usize> ToValue for [u8; N] {
    const KIND: Kind = Kind::Bytes;
    fn to_value(self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<T: ToValue> ToValue for Option<T> {
    const KIND: Kind = T::KIND;
    fn to_value(self) -> Value {
        self.map_or(Value::Null(T::KIND), T::to_value)
    }
}

fn attendu(quoi: &str, valeur: &Value) -> String {
    match valeur {
        Value::Null(_) => format!("{quoi} attendu, valeur absente"),
        autre => format!("{quoi} attendu, {:?} trouvé", autre.kind()),
    }
}

impl FromValue for i64 {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Int(n) => Ok(*n),
            autre => Err(attendu("entier", autre)),
        }
    }
}

macro_rules! entier_etroit {
    ($($rust:ty),*) => {$(
        impl FromValue for $rust {
            fn from_value(valeur: &Value) -> Result<Self, String> {
                <$rust>::try_from(i64::from_value(valeur)?).map_err(|_| "entier hors des bornes".to_owned())
            }
        }
    )*};
}
entier_etroit!(i32, u32, i16, u16, u8);

impl FromValue for bool {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        i64::from_value(valeur).map(|n| n != 0)
    }
}

impl FromValue for f64 {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Real(x) => Ok(*x),
            autre => Err(attendu("réel", autre)),
        }
    }
}

impl FromValue for String {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Text(texte) => Ok(texte.clone()),
            autre => Err(attendu("texte", autre)),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Bytes(octets) => Ok(octets.clone()),
            Value::Uuid(id) => Ok(id.as_bytes().to_vec()),
            autre => Err(attendu("octets", autre)),
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        let octets = Vec::<u8>::from_value(valeur)?;
        octets.try_into().map_err(|o: Vec<u8>| format!("{N} octets attendus, {} trouvés", o.len()))
    }
}

impl FromValue for Uuid {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Uuid(id) => Ok(*id),
            Value::Bytes(octets) => Uuid::from_slice(octets).map_err(|e| e.to_string()),
            autre => Err(attendu("identifiant", autre)),
        }
    }
}

impl FromValue for Date {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Text(texte) => texte.parse().map_err(|e: jiff::Error| e.to_string()),
            autre => Err(attendu("date", autre)),
        }
    }
}

impl FromValue for Timestamp {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        Timestamp::from_microsecond(i64::from_value(valeur)?).map_err(|e| e.to_string())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(valeur: &Value) -> Result<Self, String> {
        match valeur {
            Value::Null(_) => Ok(None),
            present => T::from_value(present).map(Some),
        }
    }
}
