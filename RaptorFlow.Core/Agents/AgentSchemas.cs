using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using RaptorFlow.Marketing;

namespace RaptorFlow.Core.Agents;

/// <summary>JSON Schemas of agents' inputs and outputs, from their types.</summary>
internal static class AgentSchemas
{
    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    public static JsonNode For(Type type, JsonSerializerOptions options) => options.GetJsonSchemaAsNode(type, Exporter);

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var converter = context.PropertyInfo?.CustomConverter ?? context.TypeInfo.Converter;
        var described = converter is IDescribesSchema describes ? describes.Schema : schema;
        var description = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true).OfType<DescriptionAttribute>().FirstOrDefault();
        if (description is not null && described is JsonObject text)
            text["description"] = description.Description;
        return described;
    }
}
