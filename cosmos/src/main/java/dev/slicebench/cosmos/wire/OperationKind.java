package dev.slicebench.cosmos.wire;

/** The kinds of request to Cosmos DB. */
public enum OperationKind {
  /** One document by its id and partition key. */
  POINT_READ,
  /** Documents by SQL, or all of a feed. */
  QUERY,
  /** A document that must not exist. */
  CREATE,
  /** A document, whether it exists or not. */
  UPSERT,
  /** A document that must exist. */
  REPLACE,
  /** A part of a document. */
  PATCH,
  /** The end of a document. */
  DELETE,
  /** Several operations in one partition, all or none. */
  BATCH,
  /** The account, databases, containers, partition key ranges, query plans: no document. */
  METADATA
}
