using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Lineage;

/// <summary>Datasets and versions as arguments of functions.</summary>
internal static class NamedDataset
{
    /// <param name="warehouse">Where it is.</param>
    /// <param name="name"><c>x</c> or <c>schema.x</c>.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <exception cref="ServerException">NotFound.</exception>
    public static Task<Dataset> OpenAsync(Warehouse warehouse, string name, CancellationToken cancellation) =>
        name.Split('.', 2) is [var schema, var own]
            ? warehouse.OpenAsync(schema, own, cancellation)
            : warehouse.OpenAsync(Warehouse.DefaultSchema, name, cancellation);

    /// <exception cref="ServerException">InvalidInput: no whole number.</exception>
    public static long Version(string text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var version)
        ? version
        : throw new ServerException(ErrorCode.InvalidInput, $"'{text}' is no version; versions are whole numbers. List them with: FROM pm.versions('…').");
}
