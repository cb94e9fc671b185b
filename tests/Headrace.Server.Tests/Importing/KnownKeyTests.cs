using System.Globalization;
using Headrace.Server.Importing;

namespace Headrace.Server.Tests.Importing;

/// <summary>The keys that MediaMTX's own description of its API names are all known, and none is passed over.</summary>
public sealed class KnownKeyTests
{
    private const string General =
        """
        api apiAddress apiAllowOrigin apiAllowOrigins apiEncryption apiServerCert apiServerKey apiTrustedProxies authHTTPAddress authHTTPExclude authHTTPFingerprint authInternalUsers authJWTAudience
        authJWTClaimKey authJWTExclude authJWTInHTTPQuery authJWTIssuer authJWTJWKS authJWTJWKSFingerprint authMethod authMethods dumpPackets encryption externalAuthenticationURL hls hlsAddress hlsAllowOrigin
        hlsAllowOrigins hlsAlwaysRemux hlsCDNSecret hlsDirectory hlsDisable hlsEncryption hlsMuxerCloseAfter hlsPartDuration hlsSegmentCount hlsSegmentDuration hlsSegmentMaxSize hlsServerCert hlsServerKey
        hlsTrustedProxies hlsVariant logDestinations logFile logLevel logStructured metrics metricsAddress metricsAllowOrigin metricsAllowOrigins metricsEncryption metricsServerCert metricsServerKey
        metricsTrustedProxies moq moqAllowOrigins moqHTTP2Address moqHTTP3Address moqHTTPS2Address moqHTTPS3Address moqQUICAddress moqServerCert moqServerKey moqTrustedProxies multicastIPRange
        multicastRTCPPort multicastRTPPort multicastSRTCPPort multicastSRTPPort playback playbackAddress playbackAllowOrigin playbackAllowOrigins playbackEncryption playbackServerCert playbackServerKey
        playbackTrustedProxies pprof pprofAddress pprofAllowOrigin pprofAllowOrigins pprofEncryption pprofServerCert pprofServerKey pprofTrustedProxies protocols readBufferCount readTimeout record
        recordDeleteAfter recordFormat recordPartDuration recordPath recordSegmentDuration rtcpAddress rtmp rtmpAddress rtmpDisable rtmpEncryption rtmpServerCert rtmpServerKey rtmpTrustedProxies rtmpsAddress
        rtpAddress rtsp rtspAddress rtspAuthMethods rtspDisable rtspEncryption rtspServerCert rtspServerKey rtspTransports rtspTrustedProxies rtspUDPReadBufferSize rtspsAddress runOnConnect
        runOnConnectRestart runOnDisconnect serverCert serverKey srt srtAddress srtla srtlaAddress srtcpAddress srtpAddress sysLogPrefix udpMaxPayloadSize udpReadBufferSize webrtc webrtcAdditionalHosts
        webrtcAddress webrtcAllowOrigin webrtcAllowOrigins webrtcDisable webrtcEncryption webrtcHandshakeTimeout webrtcICEHostNAT1To1IPs webrtcICEServers webrtcICEServers2 webrtcICETCPMuxAddress
        webrtcICEUDPMuxAddress webrtcIPsFromInterfaces webrtcIPsFromInterfacesExcludeList webrtcIPsFromInterfacesList webrtcLocalTCPAddress webrtcLocalUDPAddress webrtcSTUNGatherTimeout webrtcServerCert
        webrtcServerKey webrtcTrackGatherTimeout webrtcTrustedProxies writeQueueSize writeTimeout
        """;

    private const string Path =
        """
        alwaysAvailable alwaysAvailableFile alwaysAvailableRecorded alwaysAvailableTracks disablePublisherOverride fallback forward maxReaders moqTransport mpegtsUDPReadBufferSize overridePublisher
        playback publishIPs publishPass publishUser readIPs readPass readUser record recordDeleteAfter recordFormat recordMaxPartSize recordPartDuration recordPath recordSegmentDuration rpiCameraAWB
        rpiCameraAWBGains rpiCameraAfMode rpiCameraAfRange rpiCameraAfSpeed rpiCameraAfWindow rpiCameraBitrate rpiCameraBrightness rpiCameraCamID rpiCameraCodec rpiCameraContrast rpiCameraDenoise rpiCameraEV
        rpiCameraExposure rpiCameraFPS rpiCameraFlickerPeriod rpiCameraGain rpiCameraH264Level rpiCameraH264Profile rpiCameraHDR rpiCameraHFlip rpiCameraHardwareH264Level rpiCameraHardwareH264Profile
        rpiCameraHeight rpiCameraIDRPeriod rpiCameraJPEGQuality rpiCameraLensPosition rpiCameraLevel rpiCameraMJPEGQuality rpiCameraMetering rpiCameraMode rpiCameraProfile rpiCameraROI rpiCameraSaturation
        rpiCameraSecondary rpiCameraSharpness rpiCameraShutter rpiCameraSoftwareH264Level rpiCameraSoftwareH264Profile rpiCameraTextOverlay rpiCameraTextOverlayEnable rpiCameraTuningFile rpiCameraVFlip
        rpiCameraWidth rtpSDP rtpUDPReadBufferSize rtspAnyPort rtspDemuxMpegts rtspRangeStart rtspRangeType rtspScale rtspTransport rtspUDPReadBufferSize rtspUDPSourcePortRange runOnAvailable
        runOnAvailableRestart runOnAvailableStdin runOnAvailableStdinRestart runOnDemand runOnDemandCloseAfter runOnDemandRestart runOnDemandStartTimeout runOnInit runOnInitRestart runOnNotReady runOnOffline
        runOnOnline runOnOnlineRestart runOnRead runOnReadRestart runOnReady runOnReadyRestart runOnRecordSegmentComplete runOnRecordSegmentCreate runOnUnDemand runOnUnavailable runOnUnread source
        sourceAnyPortEnable sourceFingerprint sourceOnDemand sourceOnDemandCloseAfter sourceOnDemandStartTimeout sourceProtocol sourceRedirect srtPublishPassphrase srtReadPassphrase useAbsoluteTimestamp
        whepBearerToken whepHandshakeTimeout whepSTUNGatherTimeout whepTrackGatherTimeout
        """;

    [Theory]
    [InlineData("", true)]
    [InlineData("no", true)]
    [InlineData("yes", true)]
    [InlineData("17", true)]
    [InlineData("[a, b]", true)]
    [InlineData("{ a: b }", true)]
    [InlineData("", false)]
    [InlineData("yes", false)]
    [InlineData("17", false)]
    [InlineData("[a, b]", false)]
    public void EveryKeyIsKnownWhateverItSays(string value, bool isGeneral)
    {
        string[] names = (isGeneral ? General : Path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names)
        {
            ImportResult result = Imports.Of(isGeneral ? $"{name}: {value}" : string.Create(CultureInfo.InvariantCulture, $"paths:\n  cam:\n    {name}: {value}"));
            ImportedKey key = Assert.Single(result.Report.Keys, key => key.Key == (isGeneral ? name : $"paths.cam.{name}"));
            Assert.True(key.Fate != ImportFate.Unknown && key.Note.Length > 0, $"{name}: {value}: {key.Note}");

            // What says something and is not in the result is told with its reason.
            if (value == "17" && key.Fate == ImportFate.NothingToDo) Assert.NotEqual("it is empty", key.Note);
        }
    }

    [Fact]
    public void KeysOfFilesAsTheyComeNeedNoAttention()
    {
        // What MediaMTX's own file says of keys that have no counterpart, but for WebRTC.
        const string Stock =
            """
            logDestinations: [stdout]
            writeTimeout: 10s
            udpMaxPayloadSize: 1452
            udpReadBufferSize: 0
            runOnConnect:
            runOnConnectRestart: false
            authMethod: internal
            authHTTPAddress:
            api: false
            pprof: false
            pprofAddress: :9999
            playback: false
            playbackEncryption: false
            multicastIPRange: 224.1.0.0/16
            srtpAddress: :8004
            hlsSegmentMaxSize: 50M
            webrtc: no
            webrtcICEServers2: []
            pathDefaults:
              record: false
              recordPath: ./recordings/%path
              useAbsoluteTimestamp: false
              rtspUDPSourcePortRange: [10000, 65535]
              rpiCameraWidth: 1920
              whepSTUNGatherTimeout: 5s
              runOnDemandCloseAfter: 10s
              runOnInit:
            paths:
              all_others:
            """;
        ImportResult result = Imports.Of(Stock);
        Assert.True(result.Report.IsComplete, string.Join('\n', result.Report.Lines()));
    }
}
