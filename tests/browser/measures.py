"""What WCAG 2.2 asks of a page, measured by the browser: each expression returns what breaks it, in words."""

# What a person reads must lie within every box around it and within the window (1.4.4, 1.4.10). A box that scrolls by
# itself ends the search. The words of drawings, and of what only a screen reader is told, are not measured.
CUT = r"""
    () => {
        const UNSEEN = "svg, script, style, noscript, .visually-hidden, .visually-hidden-focusable";
        const { scrollWidth, clientWidth } = document.documentElement;
        const tell = element => element.textContent.trim().replace(/\s+/g, " ").slice(0, 50);
        const isCutBy = (line, box) => {
            const { overflowX, overflowY, display } = getComputedStyle(box);
            const { right, bottom } = box.getBoundingClientRect();
            if (display === "inline" || display === "contents") return false;
            return line.right > right + 1 || (["hidden", "clip"].includes(overflowY) && line.bottom > bottom + 1);
        };
        const boxesAround = element => {
            const boxes = [];
            for (let box = element; box && box !== document.body; box = box.parentElement) {
                if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) break;
                boxes.push(box);
            }
            return boxes;
        };
        const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const owner = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || owner.closest(UNSEEN) || !owner.checkVisibility()) continue;
            const range = document.createRange();
            range.selectNodeContents(texts.currentNode);
            const lines = [...range.getClientRects()];
            const box = boxesAround(owner).find(one => lines.some(line => isCutBy(line, one)));
            if (box) found.push(`“${tell(owner)}” does not fit into ${box.tagName} “${tell(box)}”`);
        }
        return found;
    }
"""

# Whatever takes longer than a millisecond to change (2.3.3), also in parts that style sheets make.
MOVING = r"""
    () => {
        const PARTS = ["", "::before", "::after", "::details-content", "::file-selector-button"];
        const isLong = durations => durations.split(",").some(one => parseFloat(one) > 0.001);
        const isMoving = style =>
            (style.animationName !== "none" && isLong(style.animationDuration)) ||
            (style.transitionProperty !== "none" && isLong(style.transitionDuration));
        const found = new Set();
        for (const element of document.querySelectorAll("*"))
            for (const part of PARTS)
                if (isMoving(getComputedStyle(element, part)))
                    found.add(`${element.tagName}.${element.getAttribute("class")}${part}`);
        return [...found];
    }
"""

# A control is at least 24 pixels wide and high (2.5.8); a link within a sentence may be as high as its line. The
# exception for small controls that stand apart is not used.
SMALL = r"""
    () => {
        const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
        const isReached = one =>
            one.checkVisibility() && one.tabIndex >= 0 && !one.closest(".visually-hidden-focusable");
        const isInSentence = one =>
            !(one instanceof SVGElement) &&
            getComputedStyle(one).display === "inline" &&
            [...one.parentElement.childNodes].some(near => near.nodeType === Node.TEXT_NODE && near.data.trim());
        return [...document.querySelectorAll(CONTROLS)]
            .filter(one => isReached(one) && !isInSentence(one))
            .map(one => [one, one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 24 || height < 24)
            .map(([one, box]) => `${box.width.toFixed()} by ${box.height.toFixed()}: ${one.outerHTML.slice(0, 90)}`);
    }
"""

# Every control in turn: the focus changes how it looks (2.4.7), and nothing lies over it (2.4.11). Looked at is
# what surrounds the control too, because some show the focus on their label or their box.
UNSEEN_FOCUS = r"""
    () => {
        const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
        const NAMES = ["outlineStyle", "outlineColor", "boxShadow", "borderColor", "backgroundColor", "stroke"];
        const near = one => [one, one.parentElement, one.nextElementSibling, one.querySelector("rect, circle")];
        const look = one =>
            near(one).filter(Boolean).map(each => NAMES.map(name => getComputedStyle(each)[name]).join()).join();
        const coveringOf = one => {
            const { x, y, width, height } = one.getClientRects()[0];
            const top = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 40));
            return [one, ...(one.labels ?? [])].some(own => own.contains(top)) ? null : (top?.tagName ?? "the window");
        };
        const found = [];
        for (const one of document.querySelectorAll(CONTROLS)) {
            if (!one.checkVisibility() || one.tabIndex < 0 || one.disabled) continue;
            document.activeElement.blur();
            const before = look(one);
            one.focus();
            const covering = coveringOf(one);
            if (look(one) === before) found.push(`not to be seen: ${one.outerHTML.slice(0, 90)}`);
            if (covering) found.push(`covered by ${covering}: ${one.outerHTML.slice(0, 90)}`);
        }
        return found;
    }
"""
