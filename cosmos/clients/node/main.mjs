// What an application asks of Cosmos DB through the official Node client: prints a line for each
// operation, with "yes", or the status that refused it. Run by ClientProgramsTest.
import assert from "node:assert/strict";
import { CosmosClient, PatchOperationType, PartitionKeyKind, PartitionKeyDefinitionVersion, BulkOperationType, ChangeFeedStartFrom, StatusCodes } from "@azure/cosmos";

const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, key: process.env.COSMOS_KEY });

async function report(operation, step) {
  try {
    await step();
    console.log(`${operation}: yes`);
  } catch (error) {
    const status = Number.isInteger(error.code) ? error.code : "wrong";
    console.log(`${operation}: ${status}`);
    console.error(operation, error.message);
  }
}

async function status(step) {
  try {
    await step();
    return StatusCodes.Ok;
  } catch (error) {
    return error.code;
  }
}

const database = client.database("node");
const container = database.container("items");

await report("create and read a database", async () => {
  await client.databases.create({ id: "node" });
  assert.equal((await database.read()).resource.id, "node");
});
await report("list databases", async () => {
  const { resources } = await client.databases.readAll({ maxItemCount: 1 }).fetchAll();
  assert.ok(resources.some((one) => one.id === "node"));
});
await report("query databases", async () => {
  const query = { query: "SELECT * FROM root r WHERE r.id = @id", parameters: [{ name: "@id", value: "node" }] };
  assert.equal((await client.databases.query(query).fetchAll()).resources.length, 1);
});
const partitionKey = { paths: ["/pk"], version: PartitionKeyDefinitionVersion.V2, kind: PartitionKeyKind.Hash };
await report("create and read a container", async () => {
  await database.containers.create({ id: "items", partitionKey, throughput: 400 });
  assert.equal((await container.read()).resource.id, "items");
});
await report("list containers", async () => {
  assert.equal((await database.containers.readAll().fetchAll()).resources.length, 1);
});
await report("query containers", async () => {
  const { resources } = await database.containers.query("SELECT VALUE c.id FROM c").fetchAll();
  assert.deepEqual(resources, ["items"]);
});
await report("replace a container", async () => {
  const { resource } = await container.replace({ id: "items", partitionKey, defaultTtl: 3600 });
  assert.equal(resource.defaultTtl, 3600);
});
await report("read and replace a throughput", async () => {
  const { offer, resource } = await container.readOffer();
  assert.equal(resource.content.offerThroughput, 400);
  const replaced = await offer.replace({ ...resource, content: { offerThroughput: 500 } });
  assert.equal(replaced.resource.content.offerThroughput, 500);
});
await report("unique keys", () =>
  database.containers.create({ id: "u", partitionKey, uniqueKeyPolicy: { uniqueKeys: [{ paths: ["/n"] }] } }));
await report("computed properties", () =>
  database.containers.create({ id: "k", partitionKey, computedProperties: [{ name: "l", query: "SELECT VALUE LOWER(c.n) FROM c" }] }));
await report("conflict resolution", () =>
  database.containers.create({ id: "r", partitionKey, conflictResolutionPolicy: { mode: "Custom" } }));
await report("the indexing mode 'lazy'", () =>
  database.containers.create({ id: "l", partitionKey, indexingPolicy: { indexingMode: "lazy" } }));

for (let n = 0; n < 10; n++) {
  await container.items.create({ id: `i${n}`, pk: `p${n % 2}`, n, tags: ["all", `t${n % 3}`] });
}

await report("create, read, upsert, replace and delete an item", async () => {
  await container.items.create({ id: "a", pk: "one", n: 1 });
  await container.items.upsert({ id: "a", pk: "one", n: 2 });
  await container.item("a", "one").replace({ id: "a", pk: "one", n: 3 });
  assert.equal((await container.item("a", "one").read()).resource.n, 3);
  await container.item("a", "one").delete();
  assert.equal((await container.item("a", "one").read()).statusCode, 404);
});
await report("conditions by etag", async () => {
  const { etag } = await container.items.create({ id: "e", pk: "one", n: 0 });
  const replace = (condition) =>
    container.item("e", "one").replace({ id: "e", pk: "one", n: 1 }, { accessCondition: { type: "IfMatch", condition } });
  assert.equal(await status(() => replace('"stale"')), 412);
  await replace(etag);
});
await report("patch an item", async () => {
  const { resource } = await container.item("e", "one").patch([
    { op: PatchOperationType.incr, path: "/n", value: 41 },
    { op: PatchOperationType.add, path: "/added", value: [1] },
    { op: PatchOperationType.remove, path: "/added/0" },
  ]);
  assert.equal(resource.n, 42);
  assert.deepEqual(resource.added, []);
});
await report("patch where a condition holds", async () => {
  const patch = () =>
    container.item("e", "one").patch({ condition: "FROM c WHERE c.n = 42", operations: [{ op: "replace", path: "/n", value: 43 }] });
  await patch();
  assert.equal(await status(patch), 412);
});
await report("batch", async () => {
  const create = (id) => ({ operationType: BulkOperationType.Create, resourceBody: { id, pk: "batch", n: 0 } });
  const done = await container.items.batch([create("x"), create("y"), { operationType: BulkOperationType.Read, id: "x" }], "batch");
  assert.deepEqual(done.result.map((one) => one.statusCode), [201, 201, 200]);
  const failed = await container.items.batch([create("z"), create("x")], "batch");
  assert.deepEqual(failed.result.map((one) => one.statusCode), [424, 409]);
});
await report("batch with a patch", async () => {
  const patch = { operationType: BulkOperationType.Patch, id: "x", resourceBody: { operations: [{ op: "incr", path: "/n", value: 1 }] } };
  const done = await container.items.batch([patch, { operationType: BulkOperationType.Delete, id: "y" }], "batch");
  assert.deepEqual(done.result.map((one) => one.statusCode), [200, 204]);
});
await report("bulk", async () => {
  const create = (id) => ({ operationType: BulkOperationType.Create, partitionKey: id, resourceBody: { id, pk: id, n: -1 } });
  const done = await container.items.executeBulkOperations(["b1", "b2", "b1"].map(create));
  assert.deepEqual(done.map((one) => one.response?.statusCode ?? one.error?.code).sort(), [201, 201, 409]);
});
await report("list items", async () => {
  assert.ok((await container.items.readAll({ maxItemCount: 3 }).fetchAll()).resources.length > 10);
});

async function query(operation, text, expected, options = {}) {
  await report(operation, async () => {
    const { resources } = await container.items.query(text, options).fetchAll();
    assert.deepEqual(resources, expected);
  });
}
await query(
  "query with parameters over all partitions",
  { query: "SELECT VALUE c.n FROM c WHERE c.n >= @least AND ARRAY_CONTAINS(@names, c.pk)",
    parameters: [{ name: "@least", value: 7 }, { name: "@names", value: ["p0", "p1"] }] },
  [7, 8, 9]);
await query("ORDER BY within a partition", "SELECT VALUE c.n FROM c ORDER BY c.n DESC", [8, 6, 4, 2, 0], { partitionKey: "p0" });
await query("ORDER BY over all partitions", "SELECT VALUE c.n FROM c WHERE c.n BETWEEN 2 AND 5 ORDER BY c.n DESC", [5, 4, 3, 2]);
await query("OFFSET LIMIT and TOP", "SELECT c.n FROM c WHERE STARTSWITH(c.pk, 'p') ORDER BY c.n OFFSET 1 LIMIT 2", [{ n: 1 }, { n: 2 }]);
await query("DISTINCT", "SELECT DISTINCT VALUE c.tags[1] FROM c WHERE IS_DEFINED(c.tags)", ["t0", "t1", "t2"]);
await query("SELECT VALUE of an aggregate", "SELECT VALUE AVG(c.n) FROM c WHERE IS_DEFINED(c.tags)", [4.5]);
await query("aggregates side by side", "SELECT COUNT(1) AS n, MAX(c.n) AS m FROM c WHERE IS_DEFINED(c.tags)", [{ n: 10, m: 9 }]);
await query(
  "GROUP BY",
  "SELECT c.tags[1] AS t, COUNT(1) AS n FROM c WHERE IS_DEFINED(c.tags) GROUP BY c.tags[1]",
  [{ t: "t0", n: 4 }, { t: "t1", n: 3 }, { t: "t2", n: 3 }]);
await query("JOIN", "SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.n = 4", ["all", "t1"]);
await query("LIKE", "SELECT VALUE c.n FROM c WHERE c.id LIKE 'i[7-9]'", [7, 8, 9]);
await query(
  "string and array functions",
  "SELECT VALUE CONCAT(UPPER(c.id), '-', ARRAY_SLICE(c.tags, -1)[0]) FROM c WHERE STARTSWITH(c.id, 'i') AND c.n = 5",
  ["I5-t2"]);
await query("subqueries", "SELECT VALUE c.n FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags)", []);
await query("user-defined functions in queries", "SELECT VALUE udf.f(c.n) FROM c", []);
await report("pages that a token continues", async () => {
  const rows = [];
  let continuationToken;
  do {
    const page = await container.items
      .query("SELECT VALUE c.n FROM c ORDER BY c.n", { partitionKey: "p0", maxItemCount: 2, continuationToken })
      .fetchNext();
    rows.push(...page.resources);
    continuationToken = page.continuationToken;
  } while (continuationToken);
  assert.deepEqual(rows, [0, 2, 4, 6, 8]);
});
await report("query metrics", async () => {
  const page = await container.items.query("SELECT * FROM c WHERE c.n = 9", { populateQueryMetrics: true, partitionKey: "p1" }).fetchNext();
  assert.equal(page.queryMetrics["0"].retrievedDocumentCount, 1);
});
await report("index metrics", async () => {
  const page = await container.items.query("SELECT * FROM c WHERE c.n = 9", { populateIndexMetrics: true, partitionKey: "p1" }).fetchNext();
  assert.match(JSON.stringify(page.indexMetrics), /\/n\/\?/);
});
await report("change feed by pages", async () => {
  const read = async (changeFeedStartFrom) => {
    const rows = [];
    const feed = container.items.getChangeFeedIterator({ changeFeedStartFrom, maxItemCount: 3 });
    for (;;) {
      const page = await feed.readNext();
      if (page.statusCode === StatusCodes.NotModified) {
        return [rows, page.continuationToken];
      }
      rows.push(...page.result.map((one) => one.id));
    }
  };
  const [rows, token] = await read(ChangeFeedStartFrom.Beginning());
  assert.ok(rows.length > 10);
  await container.items.upsert({ id: "i3", pk: "p1", n: 3, tags: ["all", "t0"] });
  assert.deepEqual((await read(ChangeFeedStartFrom.Continuation(token)))[0], ["i3"]);
  assert.deepEqual((await read(ChangeFeedStartFrom.Beginning("p0")))[0].sort(), ["i0", "i2", "i4", "i6", "i8"]);
});
await report("hierarchical partition keys", async () => {
  const { container: visits } = await database.containers.create({
    id: "visits",
    partitionKey: { paths: ["/tenant", "/user"], version: PartitionKeyDefinitionVersion.V2, kind: PartitionKeyKind.MultiHash },
  });
  await visits.items.create({ id: "v", tenant: "t", user: "u" });
  assert.equal((await visits.item("v", ["t", "u"]).read()).resource.user, "u");
});
await report("stored procedures", () => container.scripts.storedProcedures.create({ id: "s", body: "function () {}" }));
await report("triggers", () => container.scripts.triggers.create({ id: "t", body: "function () {}", triggerType: "Pre", triggerOperation: "All" }));
await report("user-defined functions", () => container.scripts.userDefinedFunctions.create({ id: "f", body: "function () {}" }));
await report("users and permissions", () => database.users.create({ id: "u" }));
await report("removing all of a partition", () => container.deleteAllItemsForPartitionKey("p0"));
await report("delete a container and a database", async () => {
  await container.delete();
  await database.delete();
});
