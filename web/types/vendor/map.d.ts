// Types of what static/vendor holds after the build.
export { geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
export { select } from "d3-selection";
export { zoom, zoomIdentity } from "d3-zoom";
export { feature } from "topojson-client";
