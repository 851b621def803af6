using PostModern.Arrow.Types;
using PostModern.Engine;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>What the server is and what its SQL can do.</summary>
internal static class GetSqlInfo
{
    public static Schema GetSchema(CommandGetSqlInfo command) => MetadataSchemas.SqlInfo;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, CommandGetSqlInfo command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    /// <summary>All of it when nothing is named; unknown ids are left out.</summary>
    public static Task DoGetAsync(CallContext context, CommandGetSqlInfo command)
    {
        var all = SqlInfoValues.For(QueryEngine.Version);
        var ids = command.Info.Count == 0 ? all.Keys : command.Info.Select(id => (SqlInfoId)id).Distinct().Where(all.ContainsKey);
        var batch = new SqlInfoBatch();
        foreach (var id in ids)
        {
            batch.Add(id, all[id]);
        }

        return MetadataCommand.SendAsync(context, batch.Build());
    }
}
