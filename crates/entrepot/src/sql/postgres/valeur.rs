//! Values to and from PostgreSQL's binary format.

use std::error::Error;

use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use crate::Echec;
use crate::sql::{Kind, Value};

pub(super) fn sql_type(kind: Kind) -> Type {
    match kind {
        Kind::Int => Type::INT8,
        Kind::Real => Type::FLOAT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
        Kind::Uuid => Type::UUID,
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, sortie: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null(_) => Ok(IsNull::Yes),
            Self::Int(n) => n.to_sql(ty, sortie),
            Self::Real(x) => x.to_sql(ty, sortie),
            Self::Text(texte) => texte.to_sql(ty, sortie),
            Self::Bytes(octets) => octets.to_sql(ty, sortie),
            Self::Uuid(id) => id.to_sql(ty, sortie),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The values of a row.
pub(super) fn read(ligne: &Row) -> Result<Vec<Value>, Echec> {
    (0..ligne.len())
        .map(|i| {
            ligne.try_get::<_, Lue>(i).map(|lue| lue.0).map_err(|e| Echec::Colonne {
                colonne: ligne.columns().get(i).map_or_else(|| i.to_string(), |c| c.name().to_owned()),
                cause: e.source().map_or_else(|| e.to_string(), ToString::to_string),
            })
        })
        .collect()
}

/// A value read, whatever its column's type.
struct Lue(Value);

impl<'a> FromSql<'a> for Lue {
    fn from_sql(ty: &Type, octets: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, octets)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, octets)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(ty, octets)?.into()),
            Type::BOOL => Value::Int(bool::from_sql(ty, octets)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, octets)?),
            Type::FLOAT4 => Value::Real(f32::from_sql(ty, octets)?.into()),
            Type::BYTEA => Value::Bytes(Vec::from_sql(ty, octets)?),
            Type::UUID => Value::Uuid(Uuid::from_sql(ty, octets)?),
            _ if <String as FromSql>::accepts(ty) => Value::Text(String::from_sql(ty, octets)?),
            _ => {
                return Err(
                    format!("le type {ty} ne passe pas la façade : convertissez-le dans le SQL").into()
                );
            }
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Value::Null(Kind::Text)))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
