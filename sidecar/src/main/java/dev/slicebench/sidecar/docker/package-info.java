/** Starts services of the docker-compose.yml as containers. */
@NullMarked
package dev.slicebench.sidecar.docker;

import org.jspecify.annotations.NullMarked;
