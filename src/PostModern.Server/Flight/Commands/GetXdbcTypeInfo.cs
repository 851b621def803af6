using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>The SQL types in the terms of ODBC and JDBC, ordered by type code, then name.</summary>
internal static class GetXdbcTypeInfo
{
    public static Schema GetSchema(CommandGetXdbcTypeInfo command) => MetadataSchemas.XdbcTypeInfo;

    public static FlightInfo GetFlightInfo(FlightDescriptor descriptor, CommandGetXdbcTypeInfo command) =>
        MetadataCommand.Plan(descriptor, GetSchema(command), command);

    public static Task DoGetAsync(CallContext context, CommandGetXdbcTypeInfo command)
    {
        var rows = XdbcType.All
            .Where(type => !command.HasDataType || type.Code == command.DataType)
            .OrderBy(type => type.Code)
            .ThenBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => type.ToRow());
        return MetadataCommand.SendAsync(context, MetadataBatch.FromRows(GetSchema(command), rows));
    }
}
