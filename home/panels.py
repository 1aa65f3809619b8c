"""Panels of the page editor that show what editors cannot change."""

from wagtail.admin.panels import Panel


class OriginsPanel(Panel):
    """Which fact of an innovation comes from where: registry, frozen version, published source or editors."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/origins_panel.html"

        def get_context_data(self, parent_context=None):
            from home.selectors.origins import origins_of  # the page model, which this selector reads, has this panel

            return super().get_context_data(parent_context) | {
                "page": self.instance,
                "origins": origins_of(self.instance),
            }
