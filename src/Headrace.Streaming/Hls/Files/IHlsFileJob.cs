namespace Headrace.Streaming.Hls.Files;

/// <summary>A piece of file work. It is run once, or not at all, and then dropped.</summary>
internal interface IHlsFileJob
{
    /// <summary>Does it; throws what the file system throws.</summary>
    /// <returns>True when it wrote media: then there is room again.</returns>
    bool Run(HlsDirectory directory);

    /// <summary>Gives back what it holds.</summary>
    void Drop();
}
