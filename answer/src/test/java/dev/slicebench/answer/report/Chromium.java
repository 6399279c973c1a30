package dev.slicebench.answer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, driven by its DevTools protocol. */
public final class Chromium implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private int requests;
  private @Nullable String session;

  private Chromium(Process process, String address) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener())
            .join();
  }

  /** The browser of this machine, if there is one. */
  public static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts a browser whose profile is in {@code profile}, an empty folder. */
  public static Chromium start(Path browser, Path profile)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      List<String> port = portFile(process, profile.resolve("DevToolsActivePort"));
      Chromium chromium = new Chromium(process, "ws://127.0.0.1:" + port.get(0) + port.get(1));
      chromium.attach();
      return chromium;
    } catch (IOException | RuntimeException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private void attach() throws InterruptedException {
    JsonNode target = call("Target.createTarget", Map.of("url", "about:blank"));
    session =
        call(
                "Target.attachToTarget",
                Map.of("targetId", target.path("targetId").asText(), "flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** The browser writes its port into a file when it is ready. */
  private static List<String> portFile(Process process, Path file)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (Files.exists(file) && Files.readAllLines(file).size() == 2) {
        return Files.readAllLines(file);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IOException("Chromium did not start");
  }

  /** Loads a page and waits until it is there. */
  public void open(URI page) throws InterruptedException {
    events.clear();
    call("Page.navigate", Map.of("url", page.toString()));
    while (events.stream().noneMatch(event -> is(event, "Page.loadEventFired"))) {
      events.add(next());
    }
  }

  /** What the page complained of, and what it asked the network for. */
  List<String> complaints() {
    return events.stream()
        .filter(
            event ->
                is(event, "Log.entryAdded")
                    || is(event, "Runtime.exceptionThrown")
                    || is(event, "Runtime.consoleAPICalled")
                    || (is(event, "Network.requestWillBeSent")
                        && event.at("/params/request/url").asText().startsWith("http")))
        .map(JsonNode::toString)
        .toList();
  }

  /** Sets the window's size. */
  void resize(int widthPixels, int heightPixels) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            widthPixels,
            "height",
            heightPixels,
            "deviceScaleFactor",
            1,
            "mobile",
            widthPixels < 600));
  }

  /** Prefers {@code light} or {@code dark}. */
  void prefer(String scheme) throws InterruptedException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Runs the scripts of pages that are opened from now on, or does not. */
  void runScripts(boolean run) throws InterruptedException {
    call("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
  }

  /** Moves the pointer to a place in the window. */
  void point(double x, double y) throws InterruptedException {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** Presses a key where the focus is. */
  void press(String key) throws InterruptedException {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      call("Input.dispatchKeyEvent", Map.of("type", type, "key", key));
    }
  }

  /** The value of a JavaScript expression. */
  public JsonNode evaluate(String expression) throws InterruptedException {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.path("result").path("value");
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
    ObjectNode request = MAPPER.createObjectNode().put("id", ++requests).put("method", method);
    request.set("params", MAPPER.valueToTree(parameters));
    if (session != null) {
      request.put("sessionId", session);
    }
    socket.sendText(request.toString(), true).join();
    while (true) {
      JsonNode message = next();
      if (message.path("id").asInt() == requests) {
        if (message.has("error")) {
          throw new IllegalStateException(method + ": " + message.path("error"));
        }
        return message.path("result");
      }
      events.add(message);
    }
  }

  private JsonNode next() throws InterruptedException {
    JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IllegalStateException("Chromium does not answer");
    }
    return message;
  }

  private static boolean is(JsonNode event, String method) {
    return event.path("method").asText().equals(method);
  }

  /** Returns the text of each element of the page that {@code selector} finds. */
  public List<String> texts(String selector) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    evaluate("[...document.querySelectorAll('%s')].map(one => one.textContent)".formatted(selector))
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Override
  public void close() {
    socket.abort();
    // Its helpers outlive it by a moment, in which they write to the profile.
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    try {
      for (ProcessHandle one : all) {
        one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      all.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          received.add(MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        } finally {
          text.setLength(0);
        }
      }
      from.request(1);
      return null;
    }
  }
}
