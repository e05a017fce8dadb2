declare module "core-js-pure/stable/url/index.js" {
  const url: typeof URL;
  export default url;
}

declare module "core-js-pure/stable/url-search-params/index.js" {
  const parameters: typeof URLSearchParams;
  export default parameters;
}
