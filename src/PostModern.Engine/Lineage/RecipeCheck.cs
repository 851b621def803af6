using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Engine.Functions;
using PostModern.Lake.Catalog;
using PostModern.Lake.Lineage;
using PostModern.Models;

namespace PostModern.Engine.Lineage;

/// <summary>Compares what a recipe used with what there is now.</summary>
internal sealed class RecipeCheck(Warehouse warehouse, ModelRuntime models, CancellationToken cancellation)
{
    public IEnumerable<VerifyRow> Models(CommitRecipe recipe) => recipe.Models.Select(use =>
    {
        var present = PresentDigests(use);
        return present is null ? new VerifyRow("model", $"{use.Task}: {use.Name}", "gone", "The model is not installed any more.")
            : present.Contains(use.Digest) ? new VerifyRow("model", $"{use.Task}: {use.Name}", "ok", null)
            : new VerifyRow("model", $"{use.Task}: {use.Name}", "changed", $"The digest was {use.Digest}, is {string.Join(" or ", present)}.");
    });

    public async Task<IReadOnlyList<VerifyRow>> InputsAsync(CommitRecipe recipe)
    {
        var rows = new List<VerifyRow>();
        foreach (var input in recipe.Inputs)
        {
            rows.Add(await CheckAsync(input));
        }

        return rows;
    }

    private async Task<VerifyRow> CheckAsync(DatasetInput input)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{input.Schema}.{input.Name} version {input.Version}");
        try
        {
            var dataset = await warehouse.OpenAsync(input.Schema, input.Name, cancellation);
            var latest = await dataset.LatestAsync(cancellation);
            if (input.TableId is not null && input.TableId != latest.Metadata.Id)
            {
                return new VerifyRow("input", subject, "gone", "Another dataset has its name now.");
            }

            _ = await dataset.AtVersionAsync(input.Version, cancellation);
            return latest.Version == input.Version
                ? new VerifyRow("input", subject, "ok", null)
                : new VerifyRow("input", subject, "moved on", string.Create(CultureInfo.InvariantCulture, $"Its latest version is {latest.Version}."));
        }
        catch (ServerException e)
        {
            return new VerifyRow("input", subject, "gone", e.Message);
        }
    }

    /// <summary>A function may have several signatures, each with another model, and a recipe doesn't say which it was.</summary>
    private List<string>? PresentDigests(ModelUse use)
    {
        var digests = new List<string>();
        var options = use.Options.Where(o => o.Key.Equals("model", StringComparison.OrdinalIgnoreCase)).ToDictionary(o => o.Key, o => (object?)o.Value);
        foreach (var signature in models.Signatures.Where(s => s.Function == use.Task))
        {
            try
            {
                digests.Add(models.Bind(signature, options).Digest);
            }
            catch (ServerException)
            {
                // No such model any more, or it does something else.
            }
        }

        if (use.Task == PredictFunction.Name)
        {
            digests.AddRange(models.Created.Predictions.Where(prediction => prediction.Name == use.Name).Select(prediction => prediction.Digest));
        }

        return digests.Count > 0 ? digests : null;
    }
}
