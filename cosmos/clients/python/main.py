"""What an application asks of Cosmos DB through the official Python client: prints a line for each
operation, with "yes", or the status that refused it. Run by ClientProgramsTest."""

import os
import sys

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.cosmos import CosmosClient, PartitionKey

client = CosmosClient(os.environ["COSMOS_ENDPOINT"], os.environ["COSMOS_KEY"])
database = client.get_database_client("python")
container = database.get_container_client("items")
PK = PartitionKey("/pk")


def report(operation):
    """Runs the function at once, and reports it."""

    def run(step):
        try:
            step()
            print(f"{operation}: yes")
        except HttpResponseError as error:
            print(f"{operation}: {error.status_code}")
            print(operation, str(error.message).splitlines()[0], file=sys.stderr)
        except Exception as error:  # pylint: disable=broad-except
            print(f"{operation}: wrong")
            print(operation, repr(error), file=sys.stderr)

    return run


def expect(found, expected):
    assert found == expected, f"{found} instead of {expected}"


def status(step):
    try:
        step()
        return 200
    except HttpResponseError as error:
        return error.status_code


@report("create and read a database")
def _():
    client.create_database("python")
    expect(database.read()["id"], "python")


@report("list databases")
def _():
    assert "python" in [one["id"] for one in client.list_databases(max_item_count=1)]


@report("query databases")
def _():
    query = "SELECT * FROM root r WHERE r.id = @id"
    found = client.query_databases(query, parameters=[{"name": "@id", "value": "python"}])
    expect(len(list(found)), 1)


@report("create and read a container")
def _():
    database.create_container("items", PK, offer_throughput=400)
    expect(container.read()["id"], "items")


@report("list containers")
def _():
    expect([one["id"] for one in database.list_containers()], ["items"])


@report("query containers")
def _():
    expect(list(database.query_containers("SELECT VALUE c.id FROM c")), ["items"])


@report("replace a container")
def _():
    database.replace_container("items", PK, default_ttl=3600)
    expect(container.read()["defaultTtl"], 3600)


@report("read and replace a throughput")
def _():
    expect(container.get_throughput().offer_throughput, 400)
    container.replace_throughput(500)
    expect(container.get_throughput().offer_throughput, 500)


@report("unique keys")
def _():
    database.create_container("u", PK, unique_key_policy={"uniqueKeys": [{"paths": ["/n"]}]})


@report("computed properties")
def _():
    computed = [{"name": "l", "query": "SELECT VALUE LOWER(c.n) FROM c"}]
    database.create_container("k", PK, computed_properties=computed)


@report("conflict resolution")
def _():
    database.create_container("r", PK, conflict_resolution_policy={"mode": "Custom"})


@report("the indexing mode 'lazy'")
def _():
    database.create_container("l", PK, indexing_policy={"indexingMode": "lazy"})


for number in range(10):
    container.create_item(
        {"id": f"i{number}", "pk": f"p{number % 2}", "n": number, "tags": ["all", f"t{number % 3}"]}
    )


@report("create, read, upsert, replace and delete an item")
def _():
    container.create_item({"id": "a", "pk": "one", "n": 1})
    container.upsert_item({"id": "a", "pk": "one", "n": 2})
    container.replace_item("a", {"id": "a", "pk": "one", "n": 3})
    expect(container.read_item("a", "one")["n"], 3)
    container.delete_item("a", "one")
    expect(status(lambda: container.read_item("a", "one")), 404)


@report("conditions by etag")
def _():
    created = container.create_item({"id": "e", "pk": "one", "n": 0})

    def replace(etag):
        container.replace_item(
            "e", {"id": "e", "pk": "one", "n": 1}, etag=etag, match_condition=MatchConditions.IfNotModified
        )

    expect(status(lambda: replace('"stale"')), 412)
    replace(created["_etag"])


@report("patch an item")
def _():
    patched = container.patch_item(
        "e",
        "one",
        [
            {"op": "incr", "path": "/n", "value": 41},
            {"op": "add", "path": "/added", "value": [1]},
            {"op": "move", "from": "/added", "path": "/moved"},
        ],
    )
    expect((patched["n"], patched["moved"]), (42, [1]))


@report("patch where a condition holds")
def _():
    def patch():
        steps = [{"op": "replace", "path": "/n", "value": 43}]
        container.patch_item("e", "one", steps, filter_predicate="FROM c WHERE c.n = 42")

    patch()
    expect(status(patch), 412)


@report("batch")
def _():
    def create(name):
        return ("create", ({"id": name, "pk": "batch", "n": 0},))

    done = container.execute_item_batch([create("x"), create("y"), ("read", ("x",))], "batch")
    expect([one["statusCode"] for one in done], [201, 201, 200])
    expect(status(lambda: container.execute_item_batch([create("z"), create("x")], "batch")), 409)
    expect(status(lambda: container.read_item("z", "batch")), 404)


@report("batch with a patch")
def _():
    patch = ("patch", ("x", [{"op": "incr", "path": "/n", "value": 1}]))
    done = container.execute_item_batch([patch, ("delete", ("y",))], "batch")
    expect([one["statusCode"] for one in done], [200, 204])


@report("read many items")
def _():
    found = container.read_items([("i1", "p1"), ("i2", "p0"), ("i3", "p1"), ("none", "p1")])
    expect(sorted(one["id"] for one in found), ["i1", "i2", "i3"])


@report("list items")
def _():
    assert len(list(container.read_all_items(max_item_count=3))) > 10


def query(operation, text, expected, **options):
    @report(operation)
    def _():
        where = options or {"enable_cross_partition_query": True}
        expect(list(container.query_items(text, **where)), expected)


@report("query with parameters over all partitions")
def _():
    found = container.query_items(
        "SELECT VALUE c.n FROM c WHERE c.n >= @least AND ARRAY_CONTAINS(@names, c.pk)",
        parameters=[{"name": "@least", "value": 7}, {"name": "@names", "value": ["p0", "p1"]}],
        enable_cross_partition_query=True,
    )
    expect(list(found), [7, 8, 9])


query("ORDER BY within a partition", "SELECT VALUE c.n FROM c ORDER BY c.n DESC", [8, 6, 4, 2, 0], partition_key="p0")
query("ORDER BY over all partitions", "SELECT VALUE c.n FROM c WHERE c.n BETWEEN 2 AND 5 ORDER BY c.n DESC", [5, 4, 3, 2])
query(
    "OFFSET LIMIT and TOP",
    "SELECT c.n FROM c WHERE STARTSWITH(c.pk, 'p') ORDER BY c.n OFFSET 1 LIMIT 2",
    [{"n": 1}, {"n": 2}],
)
query("DISTINCT", "SELECT DISTINCT VALUE c.tags[1] FROM c WHERE IS_DEFINED(c.tags)", ["t0", "t1", "t2"])
query("SELECT VALUE of an aggregate", "SELECT VALUE MAX(c.n) FROM c WHERE IS_DEFINED(c.tags)", [9])
query("aggregates side by side", "SELECT COUNT(1) AS n, MAX(c.n) AS m FROM c", [{"n": 5, "m": 8}], partition_key="p0")
query(
    "GROUP BY",
    "SELECT c.tags[1] AS t, COUNT(1) AS n FROM c GROUP BY c.tags[1]",
    [{"t": "t0", "n": 2}, {"t": "t2", "n": 2}, {"t": "t1", "n": 1}],
    partition_key="p0",
)
query("GROUP BY over all partitions", "SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk", [])
query("JOIN", "SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.n = 4", ["all", "t1"])
query("LIKE", "SELECT VALUE c.n FROM c WHERE c.id LIKE 'i[7-9]'", [7, 8, 9])
query(
    "string and array functions",
    "SELECT VALUE CONCAT(UPPER(c.id), '-', ARRAY_SLICE(c.tags, -1)[0]) FROM c WHERE STARTSWITH(c.id, 'i') AND c.n = 5",
    ["I5-t2"],
)
query("subqueries", "SELECT VALUE c.n FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags)", [])
query("user-defined functions in queries", "SELECT VALUE udf.f(c.n) FROM c", [])


@report("pages that a token continues")
def _():
    rows, token = [], None
    while True:
        pages = container.query_items(
            "SELECT VALUE c.n FROM c ORDER BY c.n", partition_key="p0", max_item_count=2
        ).by_page(token)
        rows += list(next(pages))
        token = pages.continuation_token
        if not token:
            break
    expect(rows, [0, 2, 4, 6, 8])


@report("query metrics")
def _():
    list(container.query_items("SELECT * FROM c WHERE c.n = 9", partition_key="p1", populate_query_metrics=True))
    metrics = container.client_connection.last_response_headers["x-ms-documentdb-query-metrics"]
    assert "retrievedDocumentCount=1" in metrics, metrics


@report("index metrics")
def _():
    list(container.query_items("SELECT * FROM c WHERE c.n = 9", partition_key="p1", populate_index_metrics=True))
    metrics = container.client_connection.last_response_headers["x-ms-cosmos-index-utilization"]
    assert "/n/?" in str(metrics), metrics


@report("change feed by pages")
def _():
    seen = [one["id"] for one in container.query_items_change_feed(start_time="Beginning", max_item_count=3)]
    assert len(seen) > 10, seen
    token = container.client_connection.last_response_headers["etag"]
    container.upsert_item({"id": "i3", "pk": "p1", "n": 3, "tags": ["all", "t0"]})
    changed = container.query_items_change_feed(continuation=token)
    expect([one["id"] for one in changed], ["i3"])


@report("hierarchical partition keys")
def _():
    visits = database.create_container("visits", PartitionKey(["/tenant", "/user"], kind="MultiHash"))
    visits.create_item({"id": "v", "tenant": "t", "user": "u"})
    visits.create_item({"id": "w", "tenant": "o", "user": "u"})
    expect(visits.read_item("v", ["t", "u"])["user"], "u")
    expect(list(visits.query_items("SELECT VALUE c.id FROM c", partition_key=["t"])), ["v"])


@report("stored procedures")
def _():
    container.scripts.create_stored_procedure({"id": "s", "body": "function () {}"})


@report("triggers")
def _():
    container.scripts.create_trigger(
        {"id": "t", "body": "function () {}", "triggerType": "Pre", "triggerOperation": "All"}
    )


@report("user-defined functions")
def _():
    container.scripts.create_user_defined_function({"id": "f", "body": "function () {}"})


@report("users and permissions")
def _():
    database.create_user({"id": "u"})


@report("removing all of a partition")
def _():
    container.delete_all_items_by_partition_key("p0")


@report("delete a container and a database")
def _():
    database.delete_container("items")
    client.delete_database("python")
