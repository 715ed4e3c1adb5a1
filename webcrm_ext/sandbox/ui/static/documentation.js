// Swagger UI over the definition. Each call goes to this sandbox, with an access token.
"use strict";

const place = document.getElementById("swagger-ui");
let token = "";
let login = null;

async function logIn() {
  const form = new FormData();
  form.append("authCode", place.dataset.token);
  const response = await fetch("/Auth/ApiLogin", { method: "POST", body: form });
  token = (await response.json()).AccessToken;
}

SwaggerUIBundle({
  url: place.dataset.definition,
  domNode: place,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "none",
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor: async (request) => {
    const url = new URL(request.url, location.origin);
    request.url = location.origin + url.pathname + url.search;
    if (request.loadSpec || url.pathname.startsWith("/Auth")) return request;
    login = login || logIn();
    await login;
    request.headers.Authorization = `Bearer ${token}`;
    return request;
  },
  responseInterceptor: (response) => {
    if (response.status === 401) login = null; // the next call logs in again
    return response;
  },
});
