package dev.slicebench.store;

import java.util.Set;

/** What a state store is known to do, from its component's type and version. */
public record StoreProfile(
    String componentType, String componentVersion, Set<String> capabilities) {

  /** Whether {@code mode} is safe here. */
  public ModeStanding standing(SliceMode mode) {
    throw new UnsupportedOperationException(mode.name());
  }
}
