using PostModern.Arrow.Errors;

namespace PostModern.Models.Sources;

/// <summary>Brings the files of models from elsewhere to this machine, as <c>npm:</c> and <c>hf:</c> do.</summary>
public interface IModelSource
{
    /// <summary>Whether a URI in CREATE MODEL is this source's.</summary>
    bool Handles(string uri);

    /// <summary>Brings a model here, unless it is here already.</summary>
    /// <param name="uri">As written.</param>
    /// <param name="cancellationToken">Stops it; what is complete stays for the next try.</param>
    /// <returns>The folder that the files are in.</returns>
    /// <exception cref="ServerException">NotFound: there is no such model. Unavailable: its place can't be reached.</exception>
    Task<string> FetchAsync(string uri, CancellationToken cancellationToken);
}
