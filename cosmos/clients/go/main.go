// What an application asks of Cosmos DB through the official Go client: prints a line for each
// operation, with "yes", or the status that refused it. Run by ClientProgramsTest.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

var background = context.Background()

type item struct {
	ID   string   `json:"id"`
	PK   string   `json:"pk"`
	N    int      `json:"n"`
	Tags []string `json:"tags,omitempty"`
}

// What a step found wrong; an error of the client itself is not one.
type wrong string

func (w wrong) Error() string { return string(w) }

func expect(ok bool, what string, args ...any) error {
	if ok {
		return nil
	}
	return wrong(fmt.Sprintf(what, args...))
}

func report(operation string, step func() error) {
	err := step()
	var refused *azcore.ResponseError
	switch {
	case err == nil:
		fmt.Printf("%s: yes\n", operation)
	case errors.As(err, &refused):
		fmt.Printf("%s: %d\n", operation, refused.StatusCode)
		fmt.Fprintf(os.Stderr, "%s: %v\n", operation, err)
	default:
		fmt.Printf("%s: wrong\n", operation)
		fmt.Fprintf(os.Stderr, "%s: %v\n", operation, err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func encoded(value any) []byte { return must(json.Marshal(value)) }

func main() {
	credential := must(azcosmos.NewKeyCredential(os.Getenv("COSMOS_KEY")))
	client := must(azcosmos.NewClientWithKey(os.Getenv("COSMOS_ENDPOINT"), credential, &azcosmos.ClientOptions{
		ClientOptions: azcore.ClientOptions{Retry: policy.RetryOptions{MaxRetries: 1}},
	}))
	definitions(client)
	database := must(client.NewDatabase("go"))
	container := must(database.NewContainer("items"))
	for n := range 10 {
		one := item{ID: fmt.Sprint("i", n), PK: fmt.Sprint("p", n%2), N: n, Tags: []string{"all", fmt.Sprint("t", n%3)}}
		must(container.CreateItem(background, azcosmos.NewPartitionKeyString(one.PK), encoded(one), nil))
	}
	items(container)
	batches(container)
	queries(container)
	hierarchical(database)
	report("delete a container and a database", func() error {
		if _, err := container.Delete(background, nil); err != nil {
			return err
		}
		_, err := database.Delete(background, nil)
		return err
	})
}

func definitions(client *azcosmos.Client) {
	report("create and read a database", func() error {
		throughput := azcosmos.NewManualThroughputProperties(400)
		if _, err := client.CreateDatabase(background, azcosmos.DatabaseProperties{ID: "go"}, &azcosmos.CreateDatabaseOptions{ThroughputProperties: &throughput}); err != nil {
			return err
		}
		read, err := must(client.NewDatabase("go")).Read(background, nil)
		if err != nil {
			return err
		}
		return expect(read.DatabaseProperties.ID == "go", "read %v", read.DatabaseProperties)
	})
	report("query databases", func() error {
		pager := client.NewQueryDatabasesPager("SELECT * FROM root r WHERE r.id = @id", &azcosmos.QueryDatabasesOptions{
			QueryParameters: []azcosmos.QueryParameter{{Name: "@id", Value: "go"}},
		})
		page, err := pager.NextPage(background)
		if err != nil {
			return err
		}
		return expect(len(page.Databases) == 1, "%d databases", len(page.Databases))
	})
	database := must(client.NewDatabase("go"))
	properties := azcosmos.ContainerProperties{
		ID:                     "items",
		PartitionKeyDefinition: azcosmos.PartitionKeyDefinition{Paths: []string{"/pk"}, Version: 2},
	}
	throughput := azcosmos.NewManualThroughputProperties(400)
	report("create and read a container", func() error {
		if _, err := database.CreateContainer(background, properties, &azcosmos.CreateContainerOptions{ThroughputProperties: &throughput}); err != nil {
			return err
		}
		_, err := must(database.NewContainer("items")).Read(background, nil)
		return err
	})
	report("query containers", func() error {
		page, err := database.NewQueryContainersPager("SELECT * FROM c WHERE c.id = 'items'", nil).NextPage(background)
		if err != nil {
			return err
		}
		return expect(len(page.Containers) == 1, "%d containers", len(page.Containers))
	})
	container := must(database.NewContainer("items"))
	report("replace a container", func() error {
		hour := int32(3600)
		properties.DefaultTimeToLive = &hour
		replaced, err := container.Replace(background, properties, nil)
		if err != nil {
			return err
		}
		ttl := replaced.ContainerProperties.DefaultTimeToLive
		return expect(ttl != nil && *ttl == hour, "replaced by %v", ttl)
	})
	report("read and replace a throughput", func() error {
		read, err := container.ReadThroughput(background, nil)
		if err != nil {
			return err
		}
		before, _ := read.ThroughputProperties.ManualThroughput()
		replaced, err := container.ReplaceThroughput(background, azcosmos.NewAutoscaleThroughputProperties(4000), nil)
		if err != nil {
			return err
		}
		after, _ := replaced.ThroughputProperties.AutoscaleMaxThroughput()
		return expect(before == 400 && after == 4000, "%d, then %d", before, after)
	})
	report("unique keys", func() error {
		_, err := database.CreateContainer(background, azcosmos.ContainerProperties{
			ID:                     "unique",
			PartitionKeyDefinition: azcosmos.PartitionKeyDefinition{Paths: []string{"/pk"}},
			UniqueKeyPolicy:        &azcosmos.UniqueKeyPolicy{UniqueKeys: []azcosmos.UniqueKey{{Paths: []string{"/n"}}}},
		}, nil)
		return err
	})
	report("conflict resolution", func() error {
		_, err := database.CreateContainer(background, azcosmos.ContainerProperties{
			ID:                       "conflicts",
			PartitionKeyDefinition:   azcosmos.PartitionKeyDefinition{Paths: []string{"/pk"}},
			ConflictResolutionPolicy: &azcosmos.ConflictResolutionPolicy{Mode: azcosmos.ConflictResolutionModeCustom},
		}, nil)
		return err
	})
}

func items(container *azcosmos.ContainerClient) {
	pk := azcosmos.NewPartitionKeyString("one")
	report("create, read, upsert, replace and delete an item", func() error {
		one := item{ID: "a", PK: "one", N: 1}
		if _, err := container.CreateItem(background, pk, encoded(one), nil); err != nil {
			return err
		}
		one.N = 2
		if _, err := container.UpsertItem(background, pk, encoded(one), nil); err != nil {
			return err
		}
		one.N = 3
		if _, err := container.ReplaceItem(background, pk, one.ID, encoded(one), nil); err != nil {
			return err
		}
		read, err := container.ReadItem(background, pk, one.ID, nil)
		if err != nil {
			return err
		}
		var found item
		if err := json.Unmarshal(read.Value, &found); err != nil {
			return err
		}
		if _, err := container.DeleteItem(background, pk, one.ID, nil); err != nil {
			return err
		}
		return expect(found.N == 3, "read %v", found)
	})
	report("conditions by etag", func() error {
		created, err := container.CreateItem(background, pk, encoded(item{ID: "e", PK: "one"}), nil)
		if err != nil {
			return err
		}
		stale := azcore.ETag("\"stale\"")
		_, err = container.ReplaceItem(background, pk, "e", encoded(item{ID: "e", PK: "one", N: 1}), &azcosmos.ItemOptions{IfMatchEtag: &stale})
		var refused *azcore.ResponseError
		if !errors.As(err, &refused) || refused.StatusCode != 412 {
			return wrong(fmt.Sprint("a stale etag: ", err))
		}
		_, err = container.ReplaceItem(background, pk, "e", encoded(item{ID: "e", PK: "one", N: 1}), &azcosmos.ItemOptions{IfMatchEtag: &created.ETag})
		return err
	})
	report("patch an item", func() error {
		patch := azcosmos.PatchOperations{}
		patch.AppendIncrement("/n", 41)
		patch.AppendAdd("/added", []int{1})
		patch.AppendSet("/pk2", "x")
		patch.AppendRemove("/pk2")
		patched, err := container.PatchItem(background, pk, "e", patch, &azcosmos.ItemOptions{EnableContentResponseOnWrite: true})
		if err != nil {
			return err
		}
		return expect(strings.Contains(string(patched.Value), `"n":42`), "%s", patched.Value)
	})
	report("patch where a condition holds", func() error {
		patch := azcosmos.PatchOperations{}
		patch.SetCondition("FROM c WHERE c.n = 42")
		patch.AppendReplace("/n", 43)
		if _, err := container.PatchItem(background, pk, "e", patch, nil); err != nil {
			return err
		}
		_, err := container.PatchItem(background, pk, "e", patch, nil)
		var refused *azcore.ResponseError
		return expect(errors.As(err, &refused) && refused.StatusCode == 412, "the second time: %v", err)
	})
}

func batches(container *azcosmos.ContainerClient) {
	pk := azcosmos.NewPartitionKeyString("batch")
	report("batch", func() error {
		batch := container.NewTransactionalBatch(pk)
		batch.CreateItem(encoded(item{ID: "x", PK: "batch"}), nil)
		batch.UpsertItem(encoded(item{ID: "y", PK: "batch"}), nil)
		batch.ReadItem("x", nil)
		done, err := container.ExecuteTransactionalBatch(background, batch, nil)
		if err != nil {
			return err
		}
		again := container.NewTransactionalBatch(pk)
		again.CreateItem(encoded(item{ID: "z", PK: "batch"}), nil)
		again.CreateItem(encoded(item{ID: "x", PK: "batch"}), nil)
		failed, err := container.ExecuteTransactionalBatch(background, again, nil)
		if err != nil {
			return err
		}
		return expect(done.Success && !failed.Success && failed.OperationResults[0].StatusCode == 424,
			"%v, then %v", done.OperationResults, failed.OperationResults)
	})
	report("batch with a patch", func() error {
		patch := azcosmos.PatchOperations{}
		patch.AppendIncrement("/n", 1)
		batch := container.NewTransactionalBatch(pk)
		batch.PatchItem("x", patch, nil)
		batch.DeleteItem("y", nil)
		done, err := container.ExecuteTransactionalBatch(background, batch, nil)
		if err != nil {
			return err
		}
		return expect(done.Success, "%v", done.OperationResults)
	})
}

func all(pager *runtime.Pager[azcosmos.QueryItemsResponse]) ([]string, int, error) {
	rows := []string{}
	pages := 0
	for pager.More() {
		page, err := pager.NextPage(background)
		if err != nil {
			return nil, 0, err
		}
		pages++
		for _, row := range page.Items {
			rows = append(rows, string(row))
		}
	}
	return rows, pages, nil
}

func query(container *azcosmos.ContainerClient, operation, text string, key azcosmos.PartitionKey, expected string) {
	report(operation, func() error {
		rows, _, err := all(container.NewQueryItemsPager(text, key, nil))
		if err != nil {
			return err
		}
		return expect(strings.Join(rows, " ") == expected, "%v instead of %s", rows, expected)
	})
}

func queries(container *azcosmos.ContainerClient) {
	everywhere := azcosmos.NewPartitionKey()
	p0 := azcosmos.NewPartitionKeyString("p0")
	report("query with parameters over all partitions", func() error {
		pager := container.NewQueryItemsPager("SELECT VALUE c.n FROM c WHERE c.n >= @least AND ARRAY_CONTAINS(@names, c.pk)", everywhere, &azcosmos.QueryOptions{
			QueryParameters: []azcosmos.QueryParameter{{Name: "@least", Value: 7}, {Name: "@names", Value: []string{"p0", "p1"}}},
		})
		rows, _, err := all(pager)
		if err != nil {
			return err
		}
		return expect(strings.Join(rows, " ") == "7 8 9", "%v", rows)
	})
	query(container, "ORDER BY within a partition", "SELECT VALUE c.n FROM c ORDER BY c.n DESC", p0, "8 6 4 2 0")
	query(container, "ORDER BY over all partitions", "SELECT VALUE c.n FROM c ORDER BY c.n", everywhere, "")
	query(container, "OFFSET LIMIT and TOP", "SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 1 LIMIT 2", p0, "2 4")
	query(container, "DISTINCT", "SELECT DISTINCT VALUE c.tags[1] FROM c ORDER BY c.tags[1]", p0, `"t0" "t1" "t2"`)
	query(container, "SELECT VALUE of an aggregate", "SELECT VALUE SUM(c.n) FROM c", p0, "20")
	query(container, "aggregates side by side", "SELECT COUNT(1) AS n, MAX(c.n) AS m FROM c", p0, `{"n":5,"m":8}`)
	query(container, "GROUP BY", "SELECT c.tags[1] AS t, COUNT(1) AS n FROM c GROUP BY c.tags[1]", p0, `{"t":"t0","n":2} {"t":"t2","n":2} {"t":"t1","n":1}`)
	query(container, "JOIN", "SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.n = 4", everywhere, `"all" "t1"`)
	query(container, "LIKE", "SELECT VALUE c.n FROM c WHERE c.id LIKE 'i[7-9]'", everywhere, "7 8 9")
	query(container, "string and array functions", "SELECT VALUE CONCAT(UPPER(c.id), '-', ARRAY_SLICE(c.tags, -1)[0]) FROM c WHERE STARTSWITH(c.id, 'i') AND c.n = 5", everywhere, `"I5-t2"`)
	query(container, "subqueries", "SELECT VALUE c.n FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags)", everywhere, "")
	query(container, "user-defined functions in queries", "SELECT VALUE udf.f(c.n) FROM c", everywhere, "")
	report("pages that a token continues", func() error {
		rows := []string{}
		var token *string
		for {
			pager := container.NewQueryItemsPager("SELECT VALUE c.n FROM c ORDER BY c.n", p0, &azcosmos.QueryOptions{PageSizeHint: 2, ContinuationToken: token})
			page, err := pager.NextPage(background)
			if err != nil {
				return err
			}
			for _, row := range page.Items {
				rows = append(rows, string(row))
			}
			if token = page.ContinuationToken; token == nil {
				break
			}
		}
		return expect(slices.Equal(rows, []string{"0", "2", "4", "6", "8"}), "%v", rows)
	})
	report("query metrics", func() error {
		page, err := container.NewQueryItemsPager("SELECT * FROM c WHERE c.n = 9", everywhere, nil).NextPage(background)
		if err != nil {
			return err
		}
		return expect(page.QueryMetrics != nil && strings.Contains(*page.QueryMetrics, "retrievedDocumentCount=1"), "%v", page.QueryMetrics)
	})
	report("index metrics", func() error {
		page, err := container.NewQueryItemsPager("SELECT * FROM c WHERE c.n = 9", everywhere, &azcosmos.QueryOptions{PopulateIndexMetrics: true}).NextPage(background)
		if err != nil {
			return err
		}
		// The client hands on what the service has encoded.
		metrics, err := base64.StdEncoding.DecodeString(*page.IndexMetrics)
		if err != nil {
			return err
		}
		return expect(strings.Contains(string(metrics), "/n/?"), "%s", metrics)
	})
}

func hierarchical(database *azcosmos.DatabaseClient) {
	report("hierarchical partition keys", func() error {
		if _, err := database.CreateContainer(background, azcosmos.ContainerProperties{
			ID:                     "visits",
			PartitionKeyDefinition: azcosmos.PartitionKeyDefinition{Paths: []string{"/tenant", "/user"}, Kind: azcosmos.PartitionKeyKindMultiHash, Version: 2},
		}, nil); err != nil {
			return err
		}
		container := must(database.NewContainer("visits"))
		key := azcosmos.NewPartitionKeyString("t").AppendString("u")
		visit := map[string]string{"id": "v", "tenant": "t", "user": "u"}
		if _, err := container.CreateItem(background, key, encoded(visit), nil); err != nil {
			return err
		}
		rows, _, err := all(container.NewQueryItemsPager("SELECT VALUE c.id FROM c", key, nil))
		if err != nil {
			return err
		}
		return expect(slices.Equal(rows, []string{`"v"`}), "%v", rows)
	})
}
