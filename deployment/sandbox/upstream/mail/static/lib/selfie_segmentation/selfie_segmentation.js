// Debian's odoo-19 leaves MediaPipe's selfie segmentation out (it is not built from source), and mail's asset bundle asks
// for the file. Without it calls have no blurred background; nothing else uses it.
window.SelfieSegmentation = class SelfieSegmentation {
    setOptions() {}
    onResults() {}
    reset() {}
    async send() {
        throw new Error("Blurred backgrounds are not part of this Odoo.");
    }
};
