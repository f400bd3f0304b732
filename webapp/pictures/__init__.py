"""Charts that several features draw: a sentence, a picture and its table (``templates/macros/charts.html``)."""
