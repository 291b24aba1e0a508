using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RaptorFlow.Marketing;

/// <summary>A converter that accepts more than its type shows, and says so in the JSON Schema.</summary>
public interface IDescribesSchema
{
    /// <summary>A fresh copy of the schema of what is accepted.</summary>
    JsonNode Schema { get; }
}

/// <summary>Reads a text given as a string, number or boolean.</summary>
public sealed class LenientTextConverter : JsonConverter<string>, IDescribesSchema
{
    /// <inheritdoc/>
    public JsonNode Schema => JsonNode.Parse("""{"type":["string","number","boolean","null"]}""")!;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                using (var document = JsonDocument.ParseValue(ref reader))
                    return document.RootElement.GetRawText();
            default:
                throw new JsonException($"Expected a text, found {Lenient.Kind(reader.TokenType)}.");
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}

/// <summary>Reads a list of texts or named objects; one text or object counts as a list of one.</summary>
public sealed class LenientItemsConverter : JsonConverter<IReadOnlyList<BriefItem>>, IDescribesSchema
{
    private static readonly string[] NameKeys = ["name", "title", "text"];
    private static readonly string[] NoteKeys = ["note", "notes", "description"];

    /// <inheritdoc/>
    public JsonNode Schema => JsonNode.Parse("""
        {"type":["array","string","object"],"items":{"type":["string","number","object"]},"description":"Texts, or objects with a name."}
        """)!;

    /// <inheritdoc/>
    public override IReadOnlyList<BriefItem> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return [Item(ref reader)];
        var items = new List<BriefItem>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Item(ref reader));
        return items;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<BriefItem> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var item in value)
            Write(writer, item);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, BriefItem item)
    {
        if (!item.IsObject)
        {
            writer.WriteStringValue(item.Name);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString(item.NameKey, item.Name);
        if (item.Note is not null)
            writer.WriteString(item.NoteKey, item.Note);
        foreach (var (key, value) in item.More)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static BriefItem Item(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new() { Name = reader.GetString()! };
            case JsonTokenType.Number or JsonTokenType.StartObject:
                using (var document = JsonDocument.ParseValue(ref reader))
                    return document.RootElement.ValueKind == JsonValueKind.Object ? Named(document.RootElement) : new() { Name = document.RootElement.GetRawText() };
            default:
                throw new JsonException($"Expected a text or an object with a name, found {Lenient.Kind(reader.TokenType)}.");
        }
    }

    private static BriefItem Named(JsonElement item)
    {
        var name = NameKeys.FirstOrDefault(k => item.TryGetProperty(k, out var v) && v.ValueKind == JsonValueKind.String)
            ?? throw new JsonException("An item given as an object needs a \"name\".");
        var note = NoteKeys.FirstOrDefault(k => item.TryGetProperty(k, out var v) && v.ValueKind == JsonValueKind.String);
        return new()
        {
            Name = item.GetProperty(name).GetString()!,
            Note = note is null ? null : item.GetProperty(note).GetString(),
            NameKey = name,
            NoteKey = note ?? "note",
            IsObject = true,
            More = item.EnumerateObject().Where(p => p.Name != name && p.Name != note).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value.Clone()),
        };
    }
}

/// <summary>Reads a budget given as an object, a number or a text.</summary>
public sealed class LenientBudgetConverter : JsonConverter<BriefBudget>, IDescribesSchema
{
    /// <inheritdoc/>
    public JsonNode Schema => JsonNode.Parse("""
        {"type":["object","string","number","null"],"properties":{"amount":{"type":["number","string"]},"currency":{"type":"string"},"period":{"type":"string"},"split":{"type":"object","additionalProperties":{"type":"number"}}}}
        """)!;

    /// <inheritdoc/>
    public override BriefBudget? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => new() { Text = root.GetString() },
            JsonValueKind.Number => new() { Amount = Positive(root.GetDecimal(), "amount") },
            JsonValueKind.Object => FromObject(root),
            _ => throw new JsonException("Expected an object with amount, currency and period, or a text."),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BriefBudget value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value is { Text: { } text, Amount: null, Currency: null, Period: null, Split: null } && value.Other is not { Count: > 0 })
        {
            writer.WriteStringValue(text);
            return;
        }
        writer.WriteStartObject();
        if (value.Text is not null)
            writer.WriteString("text", value.Text);
        if (value.Amount is { } amount)
            writer.WriteNumber("amount", amount);
        if (value.Currency is not null)
            writer.WriteString("currency", value.Currency);
        if (value.Period is not null)
            writer.WriteString("period", value.Period);
        if (value.Split is not null)
        {
            writer.WriteStartObject("split");
            foreach (var (channel, share) in value.Split)
                writer.WriteNumber(channel, share);
            writer.WriteEndObject();
        }
        foreach (var (key, other) in value.Other ?? new Dictionary<string, JsonElement>())
        {
            writer.WritePropertyName(key);
            other.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static BriefBudget FromObject(JsonElement root)
    {
        decimal? amount = null;
        string? text = null, currency = null, period = null;
        Dictionary<string, decimal>? split = null;
        Dictionary<string, JsonElement>? other = null;
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name, property.Value.ValueKind)
            {
                case ("amount", JsonValueKind.Number):
                    amount = Positive(property.Value.GetDecimal(), "amount");
                    break;
                case ("amount" or "text", JsonValueKind.String):
                    text = property.Value.GetString();
                    break;
                case ("currency", JsonValueKind.String):
                    currency = property.Value.GetString();
                    break;
                case ("period", JsonValueKind.String):
                    period = property.Value.GetString();
                    break;
                case ("split", JsonValueKind.Object):
                    split = property.Value.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => Share(p));
                    break;
                case ("amount" or "currency" or "period" or "split", not JsonValueKind.Null):
                    throw new JsonException($"budget.{property.Name} cannot be {Lenient.Kind(property.Value.ValueKind)}.");
                case (_, not JsonValueKind.Null):
                    (other ??= [])[property.Name] = property.Value.Clone();
                    break;
            }
        }
        return new() { Amount = amount, Text = text, Currency = currency, Period = period, Split = split, Other = other };
    }

    private static decimal Share(JsonProperty share) => share.Value.ValueKind == JsonValueKind.Number
        ? Positive(share.Value.GetDecimal(), $"split.{share.Name}")
        : throw new JsonException($"budget.split.{share.Name} must be a number: a fraction, a percentage or an amount.");

    private static decimal Positive(decimal value, string field) =>
        value >= 0 ? value : throw new JsonException($"budget.{field} cannot be below zero.");
}

internal static class Lenient
{
    public static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.Null => "null",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Number => "a number",
        _ => "a text",
    };

    public static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Number => "a number",
        _ => "a text",
    };
}
