package dev.slicebench.sidecar.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;

/** A value on its way to a component: bytes as they came, or what daprd has parsed of them. */
sealed interface Value {

  record Bytes(ByteString bytes) implements Value {}

  record Json(JsonNode json) implements Value {}
}
