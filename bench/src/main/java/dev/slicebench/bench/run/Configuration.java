package dev.slicebench.bench.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.slicebench.evidence.AddedLatency;
import dev.slicebench.evidence.Plan;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.SidecarInfo;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes two runs comparable. */
final class Configuration {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new SimpleModule().addSerializer(Protocol.class, new FormerName()));

  private Configuration() {}

  /** Writes a protocol as runs did before it was renamed, so that their series go on. */
  private static final class FormerName extends StdSerializer<Protocol> {

    FormerName() {
      super(Protocol.class);
    }

    @Override
    public void serialize(Protocol protocol, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(protocol.formerName());
    }
  }

  /**
   * SHA-256 over the plan, the kind and version of the sidecar, the store, and the latency that was
   * asked for.
   */
  static String hash(Plan plan, SidecarInfo sidecar, @Nullable AddedLatency latency) {
    SidecarInfo.Component component = sidecar.component();
    List<Object> canonical = new ArrayList<>();
    Collections.addAll(
        canonical,
        plan,
        sidecar.kind(),
        sidecar.daprVersion(),
        sidecar.backend(),
        component.type(),
        component.version());
    if (latency != null) {
      Collections.addAll(canonical, latency.storeMs(), latency.clientMs(), latency.jitterMs());
    }
    try {
      byte[] bytes = MAPPER.writeValueAsBytes(canonical);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
