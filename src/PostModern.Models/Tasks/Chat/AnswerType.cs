using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostModern.Models.Tasks.Chat;

/// <summary>The type of a part of an answer. Every part may be null.</summary>
internal abstract record AnswerType
{
    /// <summary>As SQL writes it.</summary>
    public abstract string Sql { get; }

    /// <summary>As a JSON schema writes it.</summary>
    public abstract JsonNode ToJson();

    /// <summary>A value of the type with nothing else in it; null for null.</summary>
    /// <param name="value">As the model answered.</param>
    /// <param name="place">How messages call it.</param>
    /// <exception cref="FormatException">What is wrong with it.</exception>
    public JsonNode? Normalize(JsonElement value, string place) => value.ValueKind == JsonValueKind.Null ? null : Read(value, place);

    protected abstract JsonNode Read(JsonElement value, string place);

    /// <summary>Named parts.</summary>
    internal sealed record Struct(IReadOnlyList<(string Name, AnswerType Type, string? Description)> Fields) : AnswerType
    {
        public override string Sql => $"STRUCT({string.Join(", ", Fields.Select(f => $"\"{f.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {f.Type.Sql}"))})";

        public override JsonNode ToJson()
        {
            var properties = new JsonObject();
            foreach (var (name, type, description) in Fields)
            {
                var property = type.ToJson();
                if (description is not null)
                {
                    property["description"] = description;
                }

                properties[name] = property;
            }

            return new JsonObject
            {
                ["type"] = new JsonArray("object", "null"),
                ["properties"] = properties,
                ["required"] = new JsonArray([.. Fields.Select(f => (JsonNode)f.Name)]),
                ["additionalProperties"] = false,
            };
        }

        protected override JsonNode Read(JsonElement value, string place)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"{place} is {value.ValueKind}, not an object");
            }

            var read = new JsonObject();
            foreach (var (name, type, _) in Fields)
            {
                read[name] = value.TryGetProperty(name, out var part)
                    ? type.Normalize(part, $"'{name}'")
                    : throw new FormatException($"{place} lacks '{name}'");
            }

            return read;
        }
    }

    /// <summary>Any number of the same.</summary>
    internal sealed record List(AnswerType Item) : AnswerType
    {
        public override string Sql => $"{Item.Sql}[]";

        public override JsonNode ToJson() => new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Item.ToJson() };

        protected override JsonNode Read(JsonElement value, string place) => value.ValueKind == JsonValueKind.Array
            ? new JsonArray([.. value.EnumerateArray().Select((item, i) => Item.Normalize(item, $"{place}[{i}]"))])
            : throw new FormatException($"{place} is {value.ValueKind}, not an array");
    }

    /// <summary>Text: any, or one of several.</summary>
    internal sealed record Text(IReadOnlyList<string> Choices) : AnswerType
    {
        public override string Sql => "VARCHAR";

        public override JsonNode ToJson()
        {
            var json = new JsonObject { ["type"] = new JsonArray("string", "null") };
            if (Choices.Count > 0)
            {
                json["enum"] = new JsonArray([.. Choices.Select(choice => (JsonNode)choice), null]);
            }

            return json;
        }

        protected override JsonNode Read(JsonElement value, string place) =>
            value.ValueKind != JsonValueKind.String ? throw new FormatException($"{place} is {value.ValueKind}, not a string")
            : Choices.Count > 0 && !Choices.Contains(value.GetString()!) ? throw new FormatException($"{place} is '{value.GetString()}', none of {string.Join(", ", Choices)}")
            : value.GetString()!;
    }

    /// <summary>A date or a time, as ISO 8601 writes it.</summary>
    internal sealed record Moment(string Name) : AnswerType
    {
        public override string Sql => Name;

        public override JsonNode ToJson() => new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = Name == "DATE" ? "date" : "date-time" };

        protected override JsonNode Read(JsonElement value, string place)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"{place} is {value.ValueKind}, not a string");
            return Name == "DATE"
                ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : throw new FormatException($"{place} is '{text}', not a date such as 2024-12-31")
                : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) ? text : throw new FormatException($"{place} is '{text}', not a time such as 2024-12-31T23:59:00");
        }
    }

    /// <summary>A whole number within the bounds of a SQL type.</summary>
    internal sealed record Whole(string Name, decimal Least, decimal Most) : AnswerType
    {
        public override string Sql => Name;

        public override JsonNode ToJson() => new JsonObject { ["type"] = new JsonArray("integer", "null") };

        protected override JsonNode Read(JsonElement value, string place) =>
            value.ValueKind != JsonValueKind.Number ? throw new FormatException($"{place} is {value.ValueKind}, not a number")
            : value.TryGetDecimal(out var number) && number == Math.Floor(number) && number >= Least && number <= Most ? JsonValue.Create(decimal.Truncate(number))
            : throw new FormatException($"{place} is {value}, not a whole number between {Least} and {Most}");
    }

    /// <summary>A number within the bounds of a SQL type.</summary>
    internal sealed record Number(string Name, double Most) : AnswerType
    {
        public override string Sql => Name;

        public override JsonNode ToJson() => new JsonObject { ["type"] = new JsonArray("number", "null") };

        protected override JsonNode Read(JsonElement value, string place) =>
            value.ValueKind != JsonValueKind.Number ? throw new FormatException($"{place} is {value.ValueKind}, not a number")
            : Math.Abs(value.GetDouble()) <= Most ? JsonNode.Parse(value.GetRawText())!
            : throw new FormatException($"{place} is {value}, too large for {Name}");
    }

    /// <summary>True or false.</summary>
    internal sealed record Truth : AnswerType
    {
        public override string Sql => "BOOLEAN";

        public override JsonNode ToJson() => new JsonObject { ["type"] = new JsonArray("boolean", "null") };

        protected override JsonNode Read(JsonElement value, string place) =>
            value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new FormatException($"{place} is {value.ValueKind}, not true or false");
    }
}
