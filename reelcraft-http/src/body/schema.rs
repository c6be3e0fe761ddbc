//! The published schema of a type, with everything it refers to.

use std::any::{TypeId, type_name};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;

/// The published schema of a type, with everything it refers to.
pub(super) struct Schema {
    pub(super) root: MetaSchemaRef,
    registry: Registry,
}

/// The schemas that were used so far.
static SCHEMAS: LazyLock<Mutex<HashMap<TypeId, Arc<Schema>>>> = LazyLock::new(Mutex::default);

impl Schema {
    /// The schema of a type; it is put together once.
    pub(super) fn of<T: Type + 'static>() -> Arc<Self> {
        let mut schemas = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner);
        let schema = schemas.entry(TypeId::of::<T>()).or_insert_with(|| {
            tracing::debug!(type_name = type_name::<T>(), "schema");
            let mut registry = Registry::new();
            T::register(&mut registry);
            Arc::new(Self {
                root: T::schema_ref(),
                registry,
            })
        });
        Arc::clone(schema)
    }

    /// The schema that a reference means; `None` for one that means nothing.
    pub(super) fn resolve<'a>(&'a self, reference: &'a MetaSchemaRef) -> Option<&'a MetaSchema> {
        match reference {
            MetaSchemaRef::Inline(schema) => Some(schema),
            MetaSchemaRef::Reference(name) => self.registry.schemas.get(name),
        }
    }
}
