package dev.slicebench.store.internal.documents;

import java.util.Locale;

/**
 * How the names in documents are spelt. Dapr.EventStore writes PascalCase, but in {@code
 * TWO_PHASED} as its caller's serializer does, which is camelCase by default; a reader of the one
 * need not see the other, and then takes the stream for an empty one.
 */
public enum Naming {
  PASCAL_CASE,
  CAMEL_CASE;

  /** Returns the naming that {@code name} is in. */
  static Naming in(String name) {
    return Character.isLowerCase(name.charAt(0)) ? CAMEL_CASE : PASCAL_CASE;
  }

  /** Returns the name in this naming. */
  String of(String pascalCase) {
    return this == PASCAL_CASE
        ? pascalCase
        : pascalCase.substring(0, 1).toLowerCase(Locale.ROOT) + pascalCase.substring(1);
  }
}
