using PostModern.Arrow.Errors;

namespace PostModern.Server.Flight.Commands;

/// <summary>Substrait plans: not taken, since DuckDB reads them only with an extension that this server doesn't ship.</summary>
internal static class SubstraitPlans
{
    public static ServerException Unsupported() =>
        new(ErrorCode.Unsupported, "Substrait plans aren't supported; send the statement as SQL text.");
}
