using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Models.Inference;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>Tensors as JSON: name, shape, datatype, and data in one flat array.</summary>
internal static class RestTensors
{
    public static JsonObject ToJson(Tensor tensor) => new()
    {
        ["name"] = tensor.Name,
        ["shape"] = new JsonArray([.. tensor.Shape.Select(extent => (JsonNode)extent)]),
        ["datatype"] = TensorTypes.NameOf(tensor.Type),
        ["data"] = JsonSerializer.SerializeToNode(tensor.Type == TensorType.UInt8 ? ((byte[])tensor.Values).Select(value => (int)value).ToArray() : tensor.Values, tensor.Type == TensorType.UInt8 ? typeof(int[]) : tensor.Values.GetType()),
    };

    /// <exception cref="FormatException">It is no tensor, or has another number of values than its shape says.</exception>
    public static Tensor Read(JsonElement json)
    {
        var type = TensorTypes.Parse(json.GetProperty("datatype").GetString());
        long[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())];
        var elements = Flatten(json.GetProperty("data")).ToList();
        if (elements.Count != Tensor.CountOf(shape))
        {
            throw new FormatException($"it gives {elements.Count} values for a tensor of shape [{string.Join(", ", shape)}]");
        }

        var values = Tensor.NewValues(type, elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            values.SetValue(Value(elements[i], type), i);
        }

        return new Tensor(json.GetProperty("name").GetString() ?? "", type, shape, values);
    }

    public static TensorInfo ReadInfo(JsonElement json) => new(
        json.GetProperty("name").GetString() ?? "",
        TensorTypes.Parse(json.GetProperty("datatype").GetString()),
        [.. json.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())]);

    /// <summary>Servers may nest the values by axis.</summary>
    private static IEnumerable<JsonElement> Flatten(JsonElement data) =>
        data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().SelectMany(Flatten) : [data];

    private static object Value(JsonElement element, TensorType type) => type switch
    {
        TensorType.Float32 => element.GetSingle(),
        TensorType.Float64 => element.GetDouble(),
        TensorType.Int8 => element.GetSByte(),
        TensorType.Int16 => element.GetInt16(),
        TensorType.Int32 => element.GetInt32(),
        TensorType.Int64 => element.GetInt64(),
        TensorType.UInt8 => element.GetByte(),
        TensorType.UInt16 => element.GetUInt16(),
        TensorType.UInt32 => element.GetUInt32(),
        TensorType.UInt64 => element.GetUInt64(),
        TensorType.Bool => element.GetBoolean(),
        _ => element.GetString() ?? "",
    };
}
