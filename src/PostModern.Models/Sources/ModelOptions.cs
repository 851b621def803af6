using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Models;

namespace PostModern.Models.Sources;

/// <summary>The OPTIONS of a model, checked against those that its kind has.</summary>
internal sealed class ModelOptions
{
    private readonly string _model;
    private readonly IReadOnlyDictionary<string, string> _values;

    /// <param name="model">What CREATE MODEL said.</param>
    /// <param name="known">The options that there are, in lower case.</param>
    /// <exception cref="ServerException">InvalidInput: there is no such option. The message shows no value.</exception>
    internal ModelOptions(ModelDefinition model, IReadOnlyList<string> known)
    {
        (_model, _values) = (model.Name, model.Options);
        if (_values.Keys.FirstOrDefault(option => !known.Contains(option)) is { } unknown)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"Models from '{model.Source}' have no option '{unknown}'; they have {string.Join(", ", known)}.");
        }
    }

    /// <summary>The options by their names in lower case.</summary>
    /// <exception cref="ServerException">InvalidInput: an option is given twice, or is a secret.</exception>
    internal static IReadOnlyDictionary<string, string> Collect(IEnumerable<KeyValuePair<string, string>> given)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            var option = name.ToLowerInvariant();
            if (option is "api_key" or "key" or "secret" or "token" or "password")
            {
                throw new ServerException(
                    ErrorCode.InvalidInput,
                    $"A key is never written into SQL, which is kept and logged ('{option}'). Put it into a variable of the server's environment and write OPTIONS (api_key_env 'NAME_API_KEY'), "
                    + "or into a connection and write OPTIONS (connection 'name').");
            }

            if (!options.TryAdd(option, value))
            {
                throw new ServerException(ErrorCode.InvalidInput, $"The option '{option}' is given twice.");
            }
        }

        return options;
    }

    internal string? Text(string option) => _values.GetValueOrDefault(option);

    internal bool Flag(string option) => Text(option) is { } text
        && (text.ToLowerInvariant() switch
        {
            "true" or "on" or "1" => true,
            "false" or "off" or "0" => false,
            _ => throw Invalid(option, "is true or false"),
        });

    internal double? Number(string option, double least, double most) => Text(option) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Invalid(option, string.Create(CultureInfo.InvariantCulture, $"is a number between {least} and {most}"));

    internal int? Integer(string option, int least, int most) => Number(option, least, most) is { } number
        ? number == Math.Floor(number) ? (int)number : throw Invalid(option, "is a whole number")
        : null;

    private ServerException Invalid(string option, string wanted) =>
        new(ErrorCode.InvalidInput, $"The option '{option}' of model '{_model}' doesn't suit: it {wanted}.");
}
