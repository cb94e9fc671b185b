namespace Headrace.Server.Importing.MediaMtx;

/// <summary>The keys of the Raspberry Pi's camera.</summary>
internal static class CameraKeys
{
    internal static readonly string[] Names =
    [
        .. new[]
        {
            "CamID", "Secondary", "Width", "Height", "HFlip", "VFlip", "Brightness", "Contrast", "Saturation", "Sharpness", "Exposure", "AWB", "AWBGains", "Denoise", "Shutter", "Metering", "Gain", "EV",
            "ROI", "HDR", "TuningFile", "Mode", "FPS", "AfMode", "AfRange", "AfSpeed", "LensPosition", "AfWindow", "FlickerPeriod", "TextOverlayEnable", "TextOverlay", "Codec", "IDRPeriod", "Bitrate",
            "H264Profile", "H264Level", "HardwareH264Profile", "HardwareH264Level", "SoftwareH264Profile", "SoftwareH264Level", "MJPEGQuality", "JPEGQuality", "Profile", "Level",
        }.Select(name => "rpiCamera" + name),
    ];
}
