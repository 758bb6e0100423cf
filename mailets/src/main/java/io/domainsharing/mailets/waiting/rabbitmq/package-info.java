// SPDX-License-Identifier: Apache-2.0
/** The clock that RabbitMQ is: loaded only where James keeps its queues there. */
@NullMarked
package io.domainsharing.mailets.waiting.rabbitmq;

import org.jspecify.annotations.NullMarked;
