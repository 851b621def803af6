using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;
using PostModern.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>The columns of a query such as <c>SELECT ?</c>, which follow from its parameters and are not known when it is prepared.</summary>
internal static class OpenSchema
{
    private static readonly Schema NoColumns = new();

    /// <summary>The columns that the statement will have with these parameters.</summary>
    /// <param name="context">The call.</param>
    /// <param name="statement">Any; one whose columns are known is not asked twice.</param>
    /// <param name="parameters">One row; null before anything is bound, which counts as text without a value.</param>
    public static async Task<Schema> FindAsync(CallContext context, Statement statement, RecordBatch? parameters)
    {
        if (!statement.IsQuery || statement.IsSchemaKnown)
        {
            return ResultSchema.Describe(statement.Schema);
        }

        try
        {
            // No rows, so that asking for columns calls no model.
            var sql = $"SELECT * FROM ({statement.Sql.TrimEnd().TrimEnd(';')}\n) LIMIT 0";
            await using var probe = await context.Session.Engine.PrepareAsync(sql, statement.Options, context.Cancelled);
            await using var result = await probe.ExecuteAsync(parameters ?? Unbound(statement), context.Cancelled);
            return ResultSchema.Describe(result.Schema);
        }
        catch (ServerException e) when (parameters is null && e.Code == ErrorCode.InvalidInput)
        {
            // Text fits no place of such a parameter: the columns are told when real values are bound.
            return NoColumns;
        }
    }

    // The type that clients are told for a parameter of any type.
    private static RecordBatch Unbound(Statement statement)
    {
        var schema = new Schema(statement.ParameterSchema.Fields.Select(field => field with { Type = Known(field.Type), IsNullable = true }));
        return MetadataBatch.FromRows(schema, [new object?[schema.Fields.Count]]);
    }

    private static ArrowType Known(ArrowType type) => type is NullType ? ArrowTypes.Utf8 : type;
}
