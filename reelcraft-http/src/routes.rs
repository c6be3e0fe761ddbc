//! What is answered where.

use std::sync::Arc;
use std::time::Duration;

use poem::http::Method;
use poem::middleware::AddData;
use poem::{Endpoint, EndpointExt as _, IntoEndpoint as _, Request, Response, Route, get};
use reelcraft_core::Result;

use crate::api;
use crate::assets::{Shelf, serve_asset};
use crate::guard::{Cors, Door, Methods, Names, Patience, Watch, show_form, sign_in, sign_out};
use crate::page::{Docs, serve_docs, serve_page};
use crate::problem::{Code, Failure};
use crate::service::Shared;

/// Everything that the service answers, behind everything that guards it.
pub(crate) fn routes(shared: &Shared) -> Result<impl Endpoint<Output = Response> + 'static> {
    let operations = api::operations(shared);
    let document = api::document(shared)?;
    let methods = Arc::new(Methods::of(&document));
    let docs = Arc::new(Docs::new(&operations.swagger_ui_html(), &document)?);
    let mut route = Route::new()
        .at("/sign-in", get(show_form).post(sign_in))
        .at("/sign-out", get(sign_out).post(sign_out));
    for path in ["/openapi.json", "/docs", "/docs/*rest"] {
        let docs = Arc::clone(&docs);
        route = route.at(
            path,
            poem::endpoint::make(move |request: Request| {
                let docs = Arc::clone(&docs);
                async move {
                    read_only(&request)?;
                    serve_docs(&docs, &request).map_err(poem::Error::from)
                }
            }),
        );
    }
    for shelf in Shelf::ALL {
        let shared = shared.clone();
        let asset = poem::endpoint::make(move |request: Request| {
            let shared = shared.clone();
            async move {
                read_only(&request)?;
                serve_asset(&shared.assets, &request)
                    .await
                    .map_err(poem::Error::from)
            }
        });
        route = route.at(format!("/{}/*name", shelf.name()), asset);
    }
    let page = poem::endpoint::make(|request: Request| async move {
        serve_page(&request).map_err(poem::Error::from)
    });
    let operations = Arc::new(operations.into_endpoint().map_to_response().boxed());
    let route = route
        .nest_no_strip("/api", Arc::clone(&operations))
        .nest_no_strip("/health", Arc::clone(&operations))
        .at("/metrics", operations)
        .at("/*path", page);
    let limits = &shared.settings.limits;
    let names = Arc::new(Names::of(&shared.settings));
    Ok(route
        .with(AddData::new(shared.clone()))
        .with(AddData::new(limits.clone()))
        .with(AddData::new(shared.token.clone()))
        .with(Door::new(
            Arc::clone(&names),
            &shared.settings,
            shared.token.clone(),
        ))
        .with(Watch {
            metrics: Arc::clone(&shared.metrics),
            methods,
        })
        .with(Cors(names))
        .with(Patience(Duration::from_secs(limits.request_secs))))
}

/// Files are read, and nothing else.
fn read_only(request: &Request) -> poem::Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let failure = Failure::new(Code::MethodNotAllowed, "files are only read");
    Err(failure.into())
}
