/** The index of the search: put in when the scripts are made. */
declare module 'proviso:search-index' {
  const index: Parameters<typeof import('minisearch').default.loadJS>[0];
  export default index;
}
