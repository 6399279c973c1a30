package dev.slicebench.cosmos.emulator.engine;

/** A request that is refused as the service would. */
public final class CosmosException extends RuntimeException {

  private final int status;
  private final String code;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param code the service's word for it, such as {@code NotFound}
   */
  public CosmosException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Returns a request that makes no sense. */
  public static CosmosException badRequest(String message) {
    return new CosmosException(400, "BadRequest", message);
  }

  /** Something that is not there. */
  public static CosmosException notFound(String what) {
    return new CosmosException(404, "NotFound", "Resource Not Found: there is no " + what);
  }

  /** Something that the service does and the emulator does not. */
  public static CosmosException notImplemented(String what) {
    return new CosmosException(
        501, "NotImplemented", "slicebench's Cosmos DB emulator does not implement " + what);
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the service's word for it. */
  public String code() {
    return code;
  }
}
