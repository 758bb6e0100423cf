// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.james.lifecycle.api.Disposable;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageSource;

/** Octets in front of those of another source, of which the first may be left out. Copies nothing. */
final class FrontedSource implements MimeMessageSource, Disposable {
    private final byte[] front;
    private final long leftOut;
    private final MimeMessageSource rest;

    /** @param leftOut so many octets of the rest; it has as many */
    FrontedSource(byte[] front, long leftOut, MimeMessageSource rest) {
        this.front = front.clone();
        this.leftOut = leftOut;
        this.rest = rest;
    }

    @Override
    public String getSourceId() {
        return rest.getSourceId();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        InputStream octets = rest.getInputStream();
        octets.skipNBytes(leftOut);
        return new SequenceInputStream(new ByteArrayInputStream(front), octets);
    }

    @Override
    public long getMessageSize() throws IOException {
        return front.length + rest.getMessageSize() - leftOut;
    }

    @Override
    public void dispose() {
        LifecycleUtil.dispose(rest);
    }
}
