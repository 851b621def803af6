using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;
using PostModern.Lake.Objects;

namespace PostModern.Engine.OpenLineage;

/// <summary>One OpenLineage event, as JSON.</summary>
/// <remarks>OpenLineage 2-0-2, RunEvent. Models go into a facet of our own, <c>postmodern_models</c>.</remarks>
/// <param name="options">The namespace.</param>
/// <param name="run">The statement.</param>
internal sealed class RunEvent(OpenLineageOptions options, StatementRunInfo run)
{
    private const string Specification = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private const string ModelsFacet = "urn:postmodern:facets:1-0-0:ModelsRunFacet";
    private static readonly string s_producer = $"urn:{EngineInfo.Text.Replace('/', ':').ToLowerInvariant()}";
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _runFacets = new()
    {
        ["processing_engine"] = Facet("1-1-0", "ProcessingEngineRunFacet", ("name", "PostModern"), ("version", EngineInfo.Text.Split('/')[^1])),
    };

    private readonly JsonArray _inputs = [];
    private readonly JsonArray _outputs = [];

    /// <summary>Adds what a version was made of, and the version.</summary>
    public RunEvent Describe(Dataset dataset, Snapshot snapshot, CommitRecipe recipe, IReadOnlyDictionary<string, DatasetField>? columns)
    {
        AddInputs(recipe);
        if (recipe.Models.Count > 0)
        {
            _runFacets["postmodern_models"] = new JsonObject
            {
                ["_producer"] = s_producer,
                ["_schemaURL"] = ModelsFacet,
                ["models"] = JsonSerializer.SerializeToNode(recipe.Models, JsonSerializerOptions.Web),
            };
        }

        _outputs.Add(Output(dataset, snapshot, recipe, columns));
        return this;
    }

    /// <summary>Says why the statement failed.</summary>
    public RunEvent Describe(Exception error)
    {
        _runFacets["errorMessage"] = Facet("1-0-0", "ErrorMessageRunFacet", ("message", error.Message), ("programmingLanguage", "SQL"));
        return this;
    }

    /// <param name="type">START, COMPLETE or FAIL.</param>
    /// <param name="time">When it came to that.</param>
    public string ToJson(string type, DateTimeOffset time) => new JsonObject
    {
        ["eventType"] = type,
        ["eventTime"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["producer"] = s_producer,
        ["schemaURL"] = Specification,
        ["run"] = new JsonObject { ["runId"] = run.RunId.ToString(), ["facets"] = _runFacets },
        ["job"] = new JsonObject
        {
            ["namespace"] = options.Namespace,
            ["name"] = run.Job,
            ["facets"] = new JsonObject
            {
                ["sql"] = Facet("1-0-1", "SQLJobFacet", ("query", run.Sql)),
                ["jobType"] = Facet("2-0-3", "JobTypeJobFacet", ("processingType", "BATCH"), ("integration", "POSTMODERN"), ("jobType", "QUERY")),
            },
        },
        ["inputs"] = _inputs,
        ["outputs"] = _outputs,
    }.ToJsonString(s_plain);

    /// <summary>A place as OpenLineage names it: the store's namespace, and the name within it.</summary>
    internal static (string Namespace, string Name) NameOf(string location)
    {
        if (ObjectUri.SchemeOf(location) is not { Length: > 0 } scheme || scheme == "file")
        {
            return ("file", location);
        }

        var address = new Uri(location);
        return ($"{scheme}://{address.Authority}", address.AbsolutePath.TrimStart('/'));
    }

    private void AddInputs(CommitRecipe recipe)
    {
        foreach (var input in recipe.Inputs)
        {
            var (place, name) = NameOf(run.Locate(input));
            _inputs.Add(new JsonObject
            {
                ["namespace"] = place,
                ["name"] = name,
                ["facets"] = new JsonObject { ["version"] = Version(input.Version) },
            });
        }

        foreach (var listing in recipe.Listings ?? [])
        {
            var (place, name) = NameOf(listing.Pattern);
            _inputs.Add(new JsonObject
            {
                ["namespace"] = place,
                ["name"] = name,
                ["facets"] = new JsonObject { ["version"] = Facet("1-0-0", "DatasetVersionDatasetFacet", ("datasetVersion", listing.Hash)) },
            });
        }
    }

    private static JsonObject Output(Dataset dataset, Snapshot snapshot, CommitRecipe recipe, IReadOnlyDictionary<string, DatasetField>? columns)
    {
        var (place, name) = NameOf(dataset.Path);
        var fields = DeltaSchema.ColumnsOf(snapshot.Schema)
            .Select(c => new JsonObject { ["name"] = c.Name, ["type"] = c.DuckDbType ?? c.StorageType }).ToArray<JsonNode>();
        var schema = Facet("1-1-1", "SchemaDatasetFacet");
        schema["fields"] = new JsonArray(fields);
        var facets = new JsonObject { ["schema"] = schema, ["version"] = Version(snapshot.Version) };
        if (columns is { Count: > 0 })
        {
            facets["columnLineage"] = Columns(columns);
        }

        var statistics = Facet("1-0-2", "OutputStatisticsOutputDatasetFacet");
        statistics["rowCount"] = recipe.Rows ?? 0;
        return new JsonObject
        {
            ["namespace"] = place,
            ["name"] = name,
            ["facets"] = facets,
            ["outputFacets"] = new JsonObject { ["outputStatistics"] = statistics },
        };
    }

    private static JsonObject Columns(IReadOnlyDictionary<string, DatasetField> columns)
    {
        var fields = new JsonObject();
        foreach (var (column, (location, field)) in columns)
        {
            var (place, name) = NameOf(location);
            fields[column] = new JsonObject
            {
                ["inputFields"] = new JsonArray(new JsonObject { ["namespace"] = place, ["name"] = name, ["field"] = field }),
            };
        }

        var facet = Facet("1-2-0", "ColumnLineageDatasetFacet");
        facet["fields"] = fields;
        return facet;
    }

    private static JsonObject Version(long version) =>
        Facet("1-0-0", "DatasetVersionDatasetFacet", ("datasetVersion", version.ToString(CultureInfo.InvariantCulture)));

    private static JsonObject Facet(string version, string name, params ReadOnlySpan<(string Key, string Value)> values)
    {
        var facet = new JsonObject
        {
            ["_producer"] = s_producer,
            ["_schemaURL"] = $"https://openlineage.io/spec/facets/{version}/{name}.json#/$defs/{name}",
        };
        foreach (var (key, value) in values)
        {
            facet[key] = value;
        }

        return facet;
    }
}
