// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import javax.inject.Inject;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.transport.mailets.RemoteDelivery;

/**
 * James's RemoteDelivery, with all its parameters, that knows its own place among a domain's MX hosts (R4): see {@link
 * MxPrecedence}. With {@code gateway} it is RemoteDelivery as it ever was. It stands in RemoteDelivery's place:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.DeliverByMx"&gt;
 *     &lt;outgoing&gt;outgoing&lt;/outgoing&gt;
 *     &lt;bounceProcessor&gt;bounces&lt;/bounceProcessor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 */
public class DeliverByMx extends RemoteDelivery {
    @Inject
    public DeliverByMx(MxPrecedence dns, DomainList domainList, MailQueueFactory<?> queues, MetricFactory metrics) {
        super(dns, domainList, queues, metrics);
    }
}
