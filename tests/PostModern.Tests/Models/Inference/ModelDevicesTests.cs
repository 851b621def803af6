using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Inference;

/// <summary>Where models run, and what is said where that can't be.</summary>
public sealed class ModelDevicesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-devices-");

    [Fact]
    public void Without_the_provider_the_processor_is_taken_and_the_reason_names_the_file()
    {
        var devices = new ModelDevices(_folder.FullName, null);
        Assert.Equal("cpu", devices.Choose(null));
        Assert.Equal("cpu", devices.Choose("CPU"));
        Assert.Contains(Path.Combine(_folder.FullName, "libonnxruntime_providers_cuda.so"), devices.Absence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    [InlineData("tpu")]
    public void A_device_that_is_not_there_is_refused_with_those_that_are_and_the_reason(string device)
    {
        var error = Assert.Throws<ServerException>(() => new ModelDevices(_folder.FullName, null).Choose(device));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.StartsWith($"There is no device '{device}'. There are: cpu. No graphics card is used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_can_not_be_loaded_is_a_reason_and_no_failure()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "libonnxruntime_providers_cuda.so"), "no library");
        var devices = new ModelDevices(_folder.FullName, null);
        Assert.Equal("cpu", devices.Choose(null));
        Assert.Contains("libonnxruntime_providers_cuda.so", devices.Absence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_server_s_own_choice_is_checked_as_well() =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => new ModelDevices(_folder.FullName, "cuda:3").Choose(null)).Code);

    public void Dispose() => _folder.Delete(recursive: true);
}
