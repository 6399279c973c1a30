package dev.slicebench.cosmos.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries answer over a few documents of every shape. */
class SqlQueryTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<ObjectNode> DOCUMENTS =
      documents(
          """
          {"id":"1","value":{"StreamName":"s","Version":1},"n":3,"tags":["a","b"],"t":"Abc"}
          {"id":"2","value":{"StreamName":"s","Version":2},"n":1,"tags":[],"t":"abd"}
          {"id":"3","value":{"StreamName":"r","Version":1},"n":2.5,"b":true,"x":null}
          {"id":"4","value":"bytes","isBinary":true,"n":"3","b":false,"x":{"y":[10,20]}}
          {"id":"5","tags":[{"k":1,"l":2}],"x":"s"}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          c['value']['StreamName'] = @s AND c['value']['Version'] >= @two | 2
          c["value"].StreamName = 's'                          | 1 2
          ARRAY_CONTAINS(@keys, c.id)                          | 1 3
          c.id IN ('5', '2', 'none')                           | 2 5
          c.id NOT IN ('5', '2')                               | 1 3 4
          NOT (c.n > 1)                                        | 2
          c.n > 1                                              | 1 3
          c.n != 3                                             | 2 3
          c.n <> 3                                             | 2 3
          c.n = '3'                                            | 4
          c.n BETWEEN 1 AND 2.5                                | 2 3
          c.n NOT BETWEEN 1 AND 2.5                            | 1
          c.b OR c.n = 3                                       | 1 3
          c.b AND c.n > 2                                      | 3
          c.x = null                                           | 3
          c.x = {"y": [10, 20]}                                | 4
          c.x != {"y": [10, 20]}                               |
          c.x.y[1] = 20                                        | 4
          c.x['y'][0] < 11                                     | 4
          IS_DEFINED(c.x)                                      | 3 4 5
          NOT IS_DEFINED(c.x)                                  | 1 2
          IS_NULL(c.x)                                         | 3
          IS_STRING(c.n) OR IS_ARRAY(c.tags)                   | 1 2 4 5
          IS_NUMBER(c.n) AND NOT IS_BOOL(c.b)                  | 1 2
          IS_OBJECT(c.x) OR IS_PRIMITIVE(c.x)                  | 3 4 5
          ARRAY_CONTAINS(c.tags, 'b')                          | 1
          ARRAY_CONTAINS(c.tags, {"k": 1})                     |
          ARRAY_CONTAINS(c.tags, {"k": 1}, true)               | 5
          ARRAY_LENGTH(c.tags) = 1                             | 5
          STARTSWITH(c.t, 'ab')                                | 2
          STARTSWITH(c.t, 'ab', true)                          | 1 2
          ENDSWITH(c.t, 'c') OR CONTAINS(c.t, 'bd')            | 1 2
          LOWER(c.t) = 'abc' OR UPPER(c.t) = 'ABD'             | 1 2
          LENGTH(c.t) = 3                                      | 1 2
          c.n + 1 = 4 OR c.n * 2 = 5                           | 1 3
          c.n % 2 = 1 AND c.n - 1 > 0                          | 1
          -c.n < -2.6                                          | 1
          ABS(-1) = 1 AND FLOOR(c.n) = 2                       | 3
          c.t || 'x' = 'Abcx'                                  | 1
          (c.missing ?? 7) = 7 AND c.n = 1                     | 2
          (c.n = 1 ? 'one' : 'other') = 'one'                  | 2
          c.missing = c.missing                                |
          c.t = "A\\u0062c" -- a comment                       | 1
          undefined                                            |
          true                                                 | 1 2 3 4 5
          'a' < 'b' AND null = null AND false < true           | 1 2 3 4 5
          c.id = '1' or c.id = '3' and c.n = 99                | 1
          c.t LIKE 'ab%'                                       | 2
          c.t LIKE '%b%' AND c.t NOT LIKE '%c'                 | 2
          c.t LIKE '_b_'                                       | 1 2
          c.t LIKE '[A-C]b[^d]'                                | 1
          c.t LIKE 'abd'                                       | 2
          'a%c' LIKE 'a!%c' ESCAPE '!' AND c.n = 1             | 2
          'abc' LIKE 'a!%c' ESCAPE '!'                         |
          c.n LIKE '%'                                         | 4
          'aaaaaaaaaaaaaaaaaaaaab' LIKE '%a%a%a%a%a%a%a%a%c'   |
          c.tags[4294967296] = 'a'                             |
          CONCAT(c.t, '-', c.id) = 'Abc-1'                     | 1
          CONCAT(c.t, c.n) = 'Abc3'                            |
          INDEX_OF(c.t, 'b') = 1 AND INDEX_OF(c.t, 'z') = -1   | 1 2
          LEFT(c.t, 2) = 'ab' OR RIGHT(c.t, 2) = 'bc'          | 1 2
          SUBSTRING(c.t, 1, 9) = 'bd'                          | 2
          REPLACE(c.t, 'b', 'x') = 'axd'                       | 2
          REPLICATE(c.id, 3) = '222' AND REVERSE(c.t) = 'dba'  | 2
          LTRIM(' x ') = 'x ' AND RTRIM(' x ') = ' x'          | 1 2 3 4 5
          TOSTRING(c.n) = '2.5'                                | 3
          STRINGTONUMBER(c.n) = 3 AND STRINGTOARRAY('[1]')[0] = 1 | 4
          STRINGTONUMBER('x') = 1 OR STRINGTOOBJECT('[1]') = {} |
          ARRAY_CONCAT(c.tags, ['z']) = ['a', 'b', 'z']        | 1
          ARRAY_SLICE(c.tags, 1) = ['b']                       | 1
          ARRAY_SLICE(c.tags, -2, 1) = ['a']                   | 1
          ARRAY_CONTAINS_ANY(c.tags, 'z', 'b')                 | 1
          ARRAY_CONTAINS_ALL(c.tags, 'a', 'b')                 | 1
          SETUNION(c.tags, ['b', 'c']) = ['a', 'b', 'c']       | 1
          SETINTERSECT(c.tags, ['b', 'c']) = ['b']             | 1
          ROUND(c.n) = 3 AND ROUND(-2.5) = -3 AND TRUNC(c.n) = 2 | 3
          SQRT(c.n + 1) = 2 AND POWER(c.n, 2) = 9 AND SIGN(-c.n) = -1 | 1
          IS_INTEGER(c.n) AND NOT IS_INTEGER(2.5)              | 1 2
          IIF(c.n = 1, 'one', 'other') = 'one'                 | 2
          """)
  void filters(String filter, @Nullable String ids) {
    assertThat(ids("SELECT * FROM c WHERE " + filter)).isEqualTo(ids == null ? "" : ids);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT c.id, c['value'].Version FROM c WHERE c.id='1'          | [{"id":"1","Version":1}]
          SELECT c.id, c.x AS other FROM c WHERE c.id='1'                | [{"id":"1"}]
          SELECT c.id AS a, 1 + 1 FROM c WHERE c.id='1'                  | [{"a":"1","$2":2}]
          SELECT c FROM c WHERE c.id='5'                                 | [{"c":{"id":"5","tags":[{"k":1,"l":2}],"x":"s"}}]
          SELECT VALUE c.n FROM c                                        | [3,1,2.5,"3"]
          SELECT VALUE {"i": c.id, "t": c.tags[0]} FROM c WHERE c.n=3    | [{"i":"1","t":"a"}]
          SELECT VALUE [c.id, c.missing] FROM c WHERE c.n=3              | [["1"]]
          SELECT VALUE c.id FROM root c ORDER BY c.n                     | ["5","2","3","1","4"]
          SELECT VALUE r.id FROM root AS r ORDER BY r.n DESC             | ["4","1","3","2","5"]
          SELECT VALUE c.id FROM c ORDER BY c['value'].StreamName DESC, c['value'].Version DESC | ["2","1","3","4","5"]
          SELECT VALUE c.id FROM c ORDER BY c.x                          | ["1","2","3","5","4"]
          SELECT TOP 2 VALUE c.id FROM c                                 | ["1","2"]
          SELECT VALUE c.id FROM c OFFSET 1 LIMIT 2                      | ["2","3"]
          SELECT VALUE c.id FROM c ORDER BY c.id DESC OFFSET 4 LIMIT 9   | ["1"]
          SELECT DISTINCT VALUE c['value'].StreamName FROM c                | ["s","r"]
          SELECT VALUE COUNT(1) FROM c                                   | [5]
          SELECT VALUE COUNT(c.n) FROM c                                 | [4]
          SELECT COUNT(1) AS n, MAX(c['value'].Version) AS m FROM c WHERE c['value'].StreamName='s' | [{"n":2,"m":2}]
          SELECT VALUE SUM(c['value'].Version) FROM c                       | [4]
          SELECT VALUE AVG(c['value'].Version) FROM c WHERE c['value'].StreamName='s' | [1.5]
          SELECT VALUE MIN(c.n) FROM c                                   | [1]
          SELECT VALUE SUM(c.n) FROM c                                   | []
          SELECT VALUE COUNT(1) FROM c WHERE false                       | [0]
          SELECT 1                                                       | [{"$1":1}]
          SELECT VALUE CONCAT('x', 'y')                                  | ["xy"]
          SELECT VALUE c.id FROM c OFFSET 1 LIMIT 2147483647             | ["2","3","4","5"]
          SELECT TOP 2147483647 VALUE c.id FROM c                        | ["1","2","3","4","5"]
          SELECT VALUE t FROM t IN c.tags                                | ["a","b",{"k":1,"l":2}]
          SELECT * FROM t IN c.tags                                      | ["a","b",{"k":1,"l":2}]
          SELECT c.id, t FROM c JOIN t IN c.tags WHERE IS_STRING(t)      | [{"id":"1","t":"a"},{"id":"1","t":"b"}]
          SELECT VALUE [a, b] FROM c JOIN a IN c.tags JOIN b IN c.tags WHERE a != b | [["a","b"],["b","a"]]
          SELECT VALUE COUNT(1) FROM c JOIN t IN c.tags                  | [3]
          SELECT c['value'].StreamName, COUNT(1) AS n FROM c GROUP BY c['value'].StreamName | [{"StreamName":"s","n":2},{"StreamName":"r","n":1},{"n":2}]
          SELECT VALUE c.b FROM c GROUP BY c.b                           | [true,false]
          SELECT c.n > 2 AS big, SUM(c.n) AS s FROM c WHERE IS_NUMBER(c.n) GROUP BY c.n > 2 | [{"big":true,"s":5.5},{"big":false,"s":1}]
          SELECT VALUE COUNT(1) FROM c WHERE false GROUP BY c.id         | []
          SELECT DISTINCT VALUE x FROM x IN c.tags                       | ["a","b",{"k":1,"l":2}]
          SELECT DISTINCT VALUE ROUND(c.n / 10) FROM c                   | [0]
          SELECT DISTINCT VALUE {"a": 1, "b": c.none} FROM c             | [{"a":1}]
          SELECT VALUE [-0.0 >= 0, 0 = -0.0, -0.0 < 0]                   | [[true,true,false]]
          SELECT VALUE [1e308 * 10, 1]                                   | [[1]]
          """)
  void projects(String query, String rows) throws JsonProcessingException {
    assertThat(rows(query)).isEqualTo(MAPPER.readTree(rows));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT VALUE t FROM c JOIN t IN (SELECT VALUE x FROM x IN c.tags)",
        "SELECT * FROM c.tags",
        "SELECT VALUE t FROM (SELECT * FROM c) t",
        "SELECT * FROM c ORDER BY RANK FullTextScore(c.t, 'a')",
        "SELECT VALUE c.n & 1 FROM c",
        "SELECT * FROM c WHERE RegexMatch(c.t, 'a')",
        "SELECT VALUE GetCurrentDateTime() FROM c",
        "SELECT * FROM c WHERE EXISTS(SELECT VALUE 1)",
        "SELECT VALUE (SELECT 1) FROM c",
        "SELECT * FROM c WHERE udf.f(c)",
        "SELECT * FROM c WHERE ST_DISTANCE(c.a, c.b) < 1"
      })
  void refusesWhatItDoesNotKnow(String query) {
    assertThatThrownBy(() -> rows(query))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("does not know");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "UPDATE c",
        "SELECT",
        "SELECT * FROM",
        "SELECT * FROM c WHERE",
        "SELECT * FROM c WHERE c.n =",
        "SELECT * FROM c WHERE d.n = 1",
        "SELECT * FROM c WHERE (c.n = 1",
        "SELECT * FROM c WHERE c.t = 'open",
        "SELECT * FROM c WHERE c.n = @none",
        "SELECT * FROM c WHERE c.n = 1 2",
        "SELECT * FROM c WHERE LENGTH(c.t, 2) = 1",
        "SELECT * FROM c WHERE c.t = '\\x'",
        "SELECT * FROM c WHERE c.n # 1",
        "SELECT * FROM c OFFSET 1",
        "SELECT TOP -1 * FROM c",
        "SELECT c.n, c.n FROM c",
        "SELECT c.id c.n FROM c",
        "SELECT c.id garbage here FROM c",
        "SELECT c.id WHERE true FROM c",
        "SELECT * 1 FROM c",
        "SELECT c.value FROM c",
        "SELECT c.id FROM c WHERE c.order = 1",
        "SELECT VALUE 1e400 FROM c",
        "SELECT VALUE c.id FROM t IN c.tags",
        "SELECT * FROM c JOIN t IN c.tags",
        "SELECT t FROM c JOIN c IN c.tags",
        "SELECT VALUE t FROM c JOIN t IN d.tags",
        "SELECT c.id FROM c WHERE c.id LIKE",
        "SELECT c.id FROM c WHERE c.id LIKE 'a' ESCAPE '!!'",
        "SELECT c.id FROM c WHERE NOWHERE(c.id)",
        "SELECT SUM(COUNT(1)) FROM c"
      })
  void saysWhereAQueryIsWrong(String query) {
    assertThatThrownBy(() -> rows(query))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("near character");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT COUNT(1), c.id FROM c                       | Property reference 'c.id' is invalid
          SELECT c.n, COUNT(1) FROM c GROUP BY c.id          | Property reference 'c.n' is invalid
          SELECT * FROM c GROUP BY c.id                      | 'SELECT *' is not supported
          SELECT COUNT(1) FROM c ORDER BY c.n                | 'ORDER BY' is not supported
          SELECT c.n FROM c GROUP BY c.n ORDER BY c.n        | 'ORDER BY' is not supported
          SELECT TOP 1 c.n FROM c OFFSET 0 LIMIT 1           | 'TOP' is not supported with
          SELECT * FROM c ORDER BY c.n + 1                   | could not be mapped to a document path
          SELECT * FROM c ORDER BY c                         | could not be mapped to a document path
          SELECT t FROM c JOIN t IN c.tags ORDER BY t.k      | Order-by over correlated collections
          SELECT VALUE c.id FROM c WHERE COUNT(1) > 1        | aggregates belong behind SELECT
          """)
  void refusesWhatTheServiceRefuses(String query, String problem) {
    assertThatThrownBy(() -> rows(query))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining(problem)
        .extracting(one -> ((SqlException) one).isUnknown())
        .isEqualTo(false);
  }

  /** Each would end with a stack that is too small, or not at all. */
  @ParameterizedTest
  @MethodSource
  void refusesWhatHasNoEnd(String query) {
    assertThatThrownBy(() -> rows(query)).isInstanceOf(SqlException.class);
  }

  static List<String> refusesWhatHasNoEnd() {
    String tags = "[" + "0,".repeat(200) + "0]";
    return List.of(
        "SELECT VALUE " + "(".repeat(2_000) + "1" + ")".repeat(2_000),
        "SELECT VALUE " + "[".repeat(100_000),
        "SELECT VALUE " + "NOT ".repeat(50_000) + "true",
        "SELECT VALUE " + "- ".repeat(50_000) + "1",
        "SELECT VALUE " + "1 + ".repeat(50_000) + "1",
        "SELECT * FROM c WHERE " + "true AND ".repeat(20_000) + "true",
        "SELECT * FROM c WHERE c" + ".a".repeat(50_000) + " = 1",
        "SELECT VALUE " + "1 ? 1 : ".repeat(20_000) + "1",
        "SELECT VALUE " + "ABS(".repeat(20_000),
        "SELECT VALUE '" + "x".repeat(300_000) + "'",
        "SELECT VALUE REPLACE(REPLACE(REPLICATE('a', 10000), 'a', REPLICATE('a', 100)), 'a',"
            + " REPLICATE('b', 10000))",
        "SELECT VALUE 1 FROM c JOIN a IN %s JOIN b IN %s JOIN d IN %s".formatted(tags, tags, tags));
  }

  @Test
  void oneThousandConditionsAreNotTooMany() {
    assertThat(ids("SELECT * FROM c WHERE " + "c.id = 'x' OR ".repeat(999) + "c.id = '2'"))
        .isEqualTo("2");
  }

  @Test
  void namesTheIdsThatAFilterCanHoldFor() {
    assertThat(query("SELECT * FROM r WHERE ARRAY_CONTAINS(@keys, r.id)").ids())
        .contains(Set.of("1", "3"));
    assertThat(query("SELECT * FROM c WHERE c.id = 'a' AND c.n > 1").ids()).contains(Set.of("a"));
    assertThat(query("SELECT * FROM c WHERE c.id = 'a' OR c.n > 1").ids()).isEmpty();
    assertThat(query("SELECT * FROM c WHERE NOT c.id = 'a'").ids()).isEmpty();
    assertThat(query("SELECT * FROM c WHERE c.x.id = 'a'").ids()).isEmpty();
    assertThat(query("SELECT * FROM c").ids()).isEmpty();
  }

  /** Random filters: those documents whose ids it names are enough for the same answer. */
  @Test
  void theIdsAreEnough() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      String filter = filter(random, 3);
      SqlQuery query = query("SELECT * FROM c WHERE " + filter);
      List<ObjectNode> named =
          query
              .ids()
              .map(
                  ids ->
                      DOCUMENTS.stream()
                          .filter(one -> ids.contains(one.get("id").textValue()))
                          .toList())
              .orElse(DOCUMENTS);
      assertThat(query.execute(named))
          .as("seed %d: %s", seed, filter)
          .isEqualTo(query.execute(DOCUMENTS));
    }
  }

  /** Random filters against the truth tables of three-valued logic, counted with 0, 1/2 and 1. */
  @Test
  void logicHasThreeValues() {
    Map<String, Double> atoms = new LinkedHashMap<>();
    atoms.put("true", 1.0);
    atoms.put("false", 0.0);
    atoms.put("undefined", 0.5);
    atoms.put("1 = 1", 1.0);
    atoms.put("1 = '1'", 0.5);
    atoms.put("2 < 1", 0.0);
    atoms.put("7", 0.5);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      Map.Entry<String, Double> term = term(atoms, random, 4);
      assertThat(rows("SELECT VALUE 1 FROM c WHERE " + term.getKey()).size())
          .as("seed %d: %s", seed, term.getKey())
          .isEqualTo(term.getValue() == 1.0 ? DOCUMENTS.size() : 0);
    }
  }

  /** Whatever a property is called, the rewritten query gives it by this name. */
  @ParameterizedTest
  @ValueSource(strings = {"a b", "value", "order", "1", "ü", "a.b", "a\"b", "$x"})
  void aPlanKeepsNamesThatNeedQuoting(String name) {
    String property = "c[" + MAPPER.valueToTree(name) + "]";
    List<ObjectNode> documents = List.of(MAPPER.createObjectNode().put("n", 1).put(name, 7));
    for (String query :
        List.of(
            "SELECT %s FROM c OFFSET 0 LIMIT 9",
            "SELECT %s FROM c ORDER BY c.n",
            "SELECT %s FROM c ORDER BY %s DESC OFFSET 0 LIMIT 9")) {
      String rewritten =
          query(query.replace("%s", property))
              .plan("")
              .at("/queryInfo/rewrittenQuery")
              .textValue()
              .replace("{documentdb-formattableorderbyquery-filter}", "true");
      JsonNode row = query(rewritten).execute(documents).get(0);

      assertThat(row.has("payload") ? row.get("payload") : row)
          .as(rewritten)
          .hasToString(MAPPER.createObjectNode().put(name, 7).toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT c.b, COUNT(1) AS n FROM c GROUP BY c.b | {"b":null,"n":"Count"} | {"groupByItems":[{"item":true}],"payload":{"b":true,"n":{"item":1}}}
          SELECT COUNT(1) AS n, AVG(c.n) AS a FROM c WHERE c.n < 3 | {"n":"Count","a":"Average"} | {"payload":{"n":{"item":2},"a":{"item":{"sum":3.5,"count":2}}}}
          SELECT VALUE MAX(c.n) FROM c WHERE c.n < 9 GROUP BY c.b | {} | {"groupByItems":[{}],"payload":[{"item":3,"item2":{"max":3,"count":2}}]}
          """)
  void aPlanRewritesGroups(String query, String types, String row) {
    JsonNode info = query(query).plan("Aggregate, GroupBy, NonValueAggregate").get("queryInfo");

    assertThat(info.get("groupByAliasToAggregateType")).hasToString(types);
    assertThat(rows(info.get("rewrittenQuery").textValue()).toString()).contains(row);
  }

  @Test
  void aPlanIsRefusedToClientsThatCannotMergeIt() {
    assertThatThrownBy(() -> query("SELECT c.b FROM c GROUP BY c.b").plan("Aggregate,Distinct"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("the calling client does not support: GroupBy");
    assertThatThrownBy(() -> query("SELECT ABS(SUM(c.n)) AS a FROM c").plan("NonValueAggregate"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("Compositions of aggregates");
  }

  /**
   * What the SDK sends in place of a query with an order, executed, gives payloads in that order.
   */
  @Test
  void aPlanRewritesAnOrderedQuery() {
    JsonNode info =
        query("SELECT c.id FROM c WHERE c.n > 1 ORDER BY c.n DESC OFFSET 1 LIMIT 2")
            .plan("")
            .get("queryInfo");

    assertThat(info.get("orderBy")).hasToString("[\"Descending\"]");
    assertThat(info.get("offset").intValue()).isEqualTo(1);
    String rewritten =
        info.get("rewrittenQuery")
            .textValue()
            .replace("{documentdb-formattableorderbyquery-filter}", "true");
    assertThat(rows(rewritten).toString())
        .isEqualTo(
            "[{\"orderByItems\":[{\"item\":3}],\"payload\":{\"id\":\"1\"}},"
                + "{\"orderByItems\":[{\"item\":2.5}],\"payload\":{\"id\":\"3\"}}]");
  }

  @Test
  void aPlanRewritesAnAggregate() {
    JsonNode info = query("SELECT VALUE AVG(c.n) FROM c WHERE c.n < 3").plan("").get("queryInfo");

    assertThat(info.get("aggregates")).hasToString("[\"Average\"]");
    assertThat(rows(info.get("rewrittenQuery").textValue()).toString())
        .isEqualTo("[[{\"item\":{\"sum\":3.5,\"count\":2}}]]");
  }

  private static String filter(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return switch (random.nextInt(6)) {
        case 0 -> "c.id = '" + random.nextInt(6) + "'";
        case 1 -> "'" + random.nextInt(6) + "' = c.id";
        case 2 -> "c.id IN ('" + random.nextInt(6) + "', '" + random.nextInt(6) + "')";
        case 3 -> "ARRAY_CONTAINS(['" + random.nextInt(6) + "', 3], c.id)";
        case 4 -> "c.n > " + random.nextInt(4);
        default -> "c.id != '" + random.nextInt(6) + "'";
      };
    }
    return switch (random.nextInt(3)) {
      case 0 -> "(" + filter(random, depth - 1) + " AND " + filter(random, depth - 1) + ")";
      case 1 -> "(" + filter(random, depth - 1) + " OR " + filter(random, depth - 1) + ")";
      default -> "NOT (" + filter(random, depth - 1) + ")";
    };
  }

  private static Map.Entry<String, Double> term(
      Map<String, Double> atoms, Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return new ArrayList<>(atoms.entrySet()).get(random.nextInt(atoms.size()));
    }
    Map.Entry<String, Double> one = term(atoms, random, depth - 1);
    if (random.nextInt(3) == 0) {
      return Map.entry("NOT (" + one.getKey() + ")", 1 - one.getValue());
    }
    Map.Entry<String, Double> other = term(atoms, random, depth - 1);
    boolean and = random.nextBoolean();
    return Map.entry(
        "(" + one.getKey() + ")" + (and ? " AND (" : " OR (") + other.getKey() + ")",
        and
            ? Math.min(one.getValue(), other.getValue())
            : Math.max(one.getValue(), other.getValue()));
  }

  private static String ids(String query) {
    List<String> ids = new ArrayList<>();
    query(query).execute(DOCUMENTS).forEach(row -> ids.add(row.get("id").textValue()));
    return String.join(" ", ids);
  }

  private static JsonNode rows(String query) {
    try {
      return MAPPER.readTree(query(query).execute(DOCUMENTS).toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SqlQuery query(String text) {
    Map<String, JsonNode> parameters = new HashMap<>();
    parameters.put("@s", MAPPER.valueToTree("s"));
    parameters.put("@two", MAPPER.valueToTree(2));
    parameters.put("@keys", MAPPER.valueToTree(List.of("3", "1")));
    return SqlQuery.parse(text, parameters);
  }

  private static List<ObjectNode> documents(String lines) {
    return lines
        .lines()
        .map(
            line -> {
              try {
                return (ObjectNode) MAPPER.readTree(line);
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }
}
