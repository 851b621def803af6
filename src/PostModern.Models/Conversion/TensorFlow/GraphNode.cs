using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PostModern.Models.Conversion.TensorFlow;

/// <summary>A node of a TensorFlow graph.</summary>
/// <param name="Name">Unique in the graph.</param>
/// <param name="Operator">TensorFlow's name, such as Conv2D.</param>
/// <param name="Inputs">References to other nodes' outputs: NAME, or NAME:1 for the second output; control inputs are left out.</param>
/// <param name="Attributes">A JSON object of attribute values as protobuf's JSON mapping writes them, or undefined.</param>
internal sealed record GraphNode(string Name, string Operator, IReadOnlyList<string> Inputs, JsonElement Attributes)
{
    public static GraphNode Read(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.GetProperty("op").GetString()!,
        ReadInputs(json),
        json.TryGetProperty("attr", out var attributes) ? attributes : default);

    /// <summary>The node of a reference such as NAME:1.</summary>
    public static string NodeOf(string reference) => reference.Split(':')[0];

    public bool Flag(string name, bool otherwise = false) => TryGet(name, "b", out var value) ? value.GetBoolean() : otherwise;

    public int Integer(string name, int otherwise = 0) => TryGet(name, "i", out var value) ? ToInteger(value) : otherwise;

    public float Number(string name, float otherwise) => TryGet(name, "f", out var value) ? value.GetSingle() : otherwise;

    public string? Text(string name) => TryGet(name, "s", out var value) ? ToText(value) : null;

    public int[] Integers(string name) => [.. List(name, "i").Select(ToInteger)];

    public string[] Texts(string name) => [.. List(name, "s").Select(ToText)];

    /// <summary>A type attribute: written as a number or by name, depending on the converter that made the model.</summary>
    public DataType? Type(string name)
    {
        if (!TryGet(name, "type", out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number
            ? (DataType)value.GetInt32()
            : Enum.Parse<DataType>(value.GetString()!.Replace("DT_", ""), ignoreCase: true);
    }

    /// <summary>A shape attribute; an unknown dimension is -1.</summary>
    public int[] Shape(string name) =>
        TryGet(name, "shape", out var shape) && shape.TryGetProperty("dim", out var dimensions)
            ? [.. dimensions.EnumerateArray().Select(dimension => dimension.TryGetProperty("size", out var size) ? ToInteger(size) : 0)]
            : [];

    private bool TryGet(string name, string kind, out JsonElement value)
    {
        value = default;
        return Attributes.ValueKind == JsonValueKind.Object
            && Attributes.TryGetProperty(name, out var attribute)
            && attribute.TryGetProperty(kind, out value);
    }

    private JsonElement.ArrayEnumerator List(string name, string kind) =>
        TryGet(name, "list", out var list) && list.TryGetProperty(kind, out var items) ? items.EnumerateArray() : default;

    private static IReadOnlyList<string> ReadInputs(JsonElement json) =>
        json.TryGetProperty("input", out var inputs)
            ? [.. inputs.EnumerateArray().Select(input => input.GetString()!).Where(input => !input.StartsWith('^'))]
            : [];

    // int64 is a string in protobuf's JSON.
    private static int ToInteger(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? int.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : value.GetInt32();

    // Bytes are base64, or an array of codes in models of old converters.
    private static string ToText(JsonElement value) => Encoding.ASCII.GetString(value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(code => code.GetByte())]
        : value.GetBytesFromBase64());
}
